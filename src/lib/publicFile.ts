/** By folder of `public/`: a hash of all its files; put in by the build, absent elsewhere. */
declare const PUBLIC_VERSIONS: Readonly<Record<string, string>> | undefined;

/**
 * The address of a file that the page comes with, relative to it. It names the file's version, as names of scripts do:
 * whoever keeps answers by their address never gives one build the data of another.
 *
 * @param path such as `sample/manifest.json`.
 */
export function publicFile(path: string): string {
  const versions = typeof PUBLIC_VERSIONS === 'undefined' ? {} : PUBLIC_VERSIONS;
  const version = versions[path.split('/', 1)[0] ?? ''];
  return version === undefined ? path : `${path}?v=${version}`;
}
