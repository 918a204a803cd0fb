/** Finds the adapter and makes the device, with the limits and features that training uses. Knows nothing of tfjs. */

/** What the browser tells about the adapter. */
export interface AdapterReport {
  /** Vendor and architecture, e.g. `google swiftshader`, as far as the browser tells. */
  readonly name: string;
  /** True where the processor does the adapter's work: tens to hundreds of times slower than a graphics card. */
  readonly software: boolean;
  readonly features: readonly string[];
}

/** Why there is no device, in one sentence for the user. */
export interface GpuRefusal {
  readonly ok: false;
  /** `no-webgpu`: the browser has no navigator.gpu. `no-adapter`: it has, but gives no adapter or device. */
  readonly reason: 'no-webgpu' | 'no-adapter';
  readonly message: string;
}

export interface AdapterAndDevice {
  readonly ok: true;
  readonly device: GPUDevice;
  readonly info: GPUAdapterInfo;
  readonly report: AdapterReport;
}

/** Raised from the defaults to what the adapter offers. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
] as const;

const FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'subgroups', 'shader-f16'];

/** Architectures of software adapters that do not call themselves fallback adapters. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|warp/i;

/** @param name – vendor and architecture. */
export function isSoftware(name: string): boolean {
  return SOFTWARE.test(name);
}

function describe(info: GPUAdapterInfo, features: ReadonlySet<string>): AdapterReport {
  const name =
    [info.vendor, info.architecture || info.description].filter((part) => part !== '').join(' ') ||
    'unnamed adapter';
  return {
    name,
    software: info.isFallbackAdapter || isSoftware(`${name} ${info.description}`),
    features: [...features].sort(),
  };
}

/** Never throws: what stands in the way is the answer. */
export async function openDevice(): Promise<AdapterAndDevice | GpuRefusal> {
  // Typed as always there; it is not in older browsers, nor on pages without a secure context.
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu as GPU | undefined;
  if (!gpu) {
    return {
      ok: false,
      reason: 'no-webgpu',
      message:
        'This browser has no WebGPU, which training is fast on: open the page over https or localhost in a current Chrome, Edge, Safari or Firefox.',
    };
  }
  let cause = 'the browser offers no graphics adapter';
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter) {
      const device = await adapter.requestDevice({
        requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
        requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
      });
      return { ok: true, device, info: adapter.info, report: describe(adapter.info, device.features) };
    }
  } catch (error) {
    cause = `the graphics adapter gives no device (${error instanceof Error ? error.message : String(error)})`;
  }
  return {
    ok: false,
    reason: 'no-adapter',
    message: `This browser has WebGPU, but ${cause}: turn on hardware acceleration in its settings, update the graphics driver, and look at chrome://gpu or about:support for what blocks it.`,
  };
}
