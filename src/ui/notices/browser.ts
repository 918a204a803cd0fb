/** Which browser and system this is, coarsely, and what to do there for WebGPU. */
import type { Refusal } from '../../protocol/train';

export type Browser = 'Chrome' | 'Edge' | 'Firefox' | 'Safari' | 'this browser';
export type Platform = 'Windows' | 'macOS' | 'Linux' | 'Android' | 'iOS' | 'this system';

interface Client {
  readonly userAgent: string;
  readonly userAgentData?: {
    readonly brands: readonly { readonly brand: string }[];
    readonly platform: string;
  };
}

export function browserOf({ userAgent, userAgentData }: Client): Browser {
  const brands = userAgentData?.brands.map(({ brand }) => brand).join(' ') ?? '';
  if (/Edge|Edg\//.test(`${brands} ${userAgent}`)) return 'Edge';
  if (/Chrom/.test(brands) || /Chrome\/|CriOS\//.test(userAgent)) return 'Chrome';
  if (/Firefox\/|FxiOS\//.test(userAgent)) return 'Firefox';
  if (/Safari\//.test(userAgent)) return 'Safari';
  return 'this browser';
}

export function platformOf({ userAgent, userAgentData }: Client): Platform {
  const text = `${userAgentData?.platform ?? ''} ${userAgent}`;
  if (/Android/.test(text)) return 'Android';
  if (/iPhone|iPad|iOS/.test(text)) return 'iOS';
  if (/Windows/.test(text)) return 'Windows';
  if (/Mac/.test(text)) return 'macOS';
  if (/Linux|X11|CrOS/.test(text)) return 'Linux';
  return 'this system';
}

const NO_WEBGPU: Readonly<Record<Browser, (platform: Platform) => string>> = {
  Chrome: () => 'Update Chrome to 121 or newer, and open the page from https:// or localhost.',
  Edge: () => 'Update Edge to 121 or newer, and open the page from https:// or localhost.',
  Firefox: (platform) =>
    platform === 'Windows' || platform === 'macOS'
      ? 'Update Firefox to 145 or newer, or set dom.webgpu.enabled to true in about:config; or use Chrome or Edge.'
      : 'Firefox has WebGPU here only behind dom.webgpu.enabled in about:config: set it to true, or use Chrome.',
  Safari: () => 'Update to Safari 26 or newer, or use Chrome or Edge on a computer.',
  'this browser': () => 'Open the page in a current Chrome or Edge.',
};

const NO_ADAPTER: Readonly<Record<Browser, (platform: Platform) => string>> = {
  Chrome: (platform) => chromium('Chrome', 'chrome', platform),
  Edge: (platform) => chromium('Edge', 'edge', platform),
  Firefox: () =>
    'Switch on “Use hardware acceleration when available” in the settings of Firefox, update the graphics driver, and restart.',
  Safari: () => 'Restart Safari; in a virtual machine or remote session there is no GPU to be had.',
  'this browser': () => 'Switch on hardware acceleration, update the graphics driver, or use Chrome or Edge.',
};

function chromium(name: string, scheme: string, platform: Platform): string {
  const accelerated = `Switch on “Use graphics acceleration when available” in the settings of ${name} and restart it; ${scheme}://gpu says what blocks the GPU.`;
  return platform === 'Linux'
    ? `${accelerated} On Linux, ${scheme}://flags/#enable-unsafe-webgpu and #enable-vulkan may have to be enabled.`
    : accelerated;
}

/** One or two sentences: what to do. */
export function gpuAdvice(reason: Refusal['reason'], browser: Browser, platform: Platform): string {
  if (reason === 'failed') return `Reload the page; if that does not help, update ${browser} and restart it.`;
  return (reason === 'no-webgpu' ? NO_WEBGPU : NO_ADAPTER)[browser](platform);
}
