/** Gaussian blur of one picture, separable, edges repeated. */

/** Blurs `picture` [size,size,3] in place; `sigma` in pixels, above 0. */
export function blurFrame(picture: Float32Array, size: number, sigma: number): void {
  const radius = Math.max(1, Math.ceil(3 * sigma));
  const kernel = Float32Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)),
  );
  const total = kernel.reduce((a, b) => a + b, 0);
  const pass = (from: Float32Array, to: Float32Array, step: number, line: number) => {
    for (let l = 0; l < size; l++) {
      for (let p = 0; p < size; p++) {
        for (let c = 0; c < 3; c++) {
          let sum = 0;
          for (let k = -radius; k <= radius; k++) {
            const at = Math.min(size - 1, Math.max(0, p + k));
            sum += kernel[k + radius]! * from[l * line + at * step + c]!;
          }
          to[l * line + p * step + c] = sum / total;
        }
      }
    }
  };
  const rows = new Float32Array(picture.length);
  pass(picture, rows, 3, size * 3);
  pass(rows, picture, size * 3, 3);
}
