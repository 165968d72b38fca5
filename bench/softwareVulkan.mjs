// Dependency-free: also used before `npm ci` has run.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];

/**
 * Environment variables that let Dawn for Node find SwiftShader, the software Vulkan driver that
 * comes with Chromium; empty where a Vulkan driver is set already or on macOS and Windows, whose
 * own drivers Dawn finds by itself.
 *
 * @param {string | undefined} browser path of a Chromium binary, whose folder is searched first
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
export function softwareVulkan(browser, env = process.env) {
  if (process.platform !== 'linux' || env.VK_ICD_FILENAMES) return {};
  const folder = [...(browser ? [dirname(browser)] : []), ...FOLDERS].find((path) =>
    existsSync(join(path, 'vk_swiftshader_icd.json')),
  );
  if (!folder) return {};
  const libraries = [folder, env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json'), LD_LIBRARY_PATH: libraries };
}
