import { FUSED } from './mutationsFused.mjs';
import { LARGE } from './mutationsLarge.mjs';
import { OTHER } from './mutationsOther.mjs';
import { PLAIN } from './mutationsPlain.mjs';
import { REGISTER_FORM } from './mutationsRegister.mjs';
import { TRAINING } from './mutationsTraining.mjs';

/**
 * What must make a test fail: `find`, which `file` holds once, becomes `replace`; `name` is a regular
 * expression that picks tests of the file `test`. Mutations compile, unless the language forbids it.
 *
 * @type {readonly { file: string, find: string, replace: string, test: string, name: string, why: string }[]}
 */
export const MUTATIONS = [...OTHER, ...PLAIN, ...FUSED, ...REGISTER_FORM, ...LARGE, ...TRAINING];
