// Dependency-free: the page's build asks too.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The commit that is run, marked where files differ from it; the version where this is no git checkout. */
export function commit() {
  try {
    const git = (...args) =>
      execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const id = git('rev-parse', '--short=12', 'HEAD');
    const dirty = git('status', '--porcelain') !== '';
    return dirty ? `${id}+changes` : id;
  } catch {
    return `version ${JSON.parse(readFileSync('package.json', 'utf8')).version}`;
  }
}
