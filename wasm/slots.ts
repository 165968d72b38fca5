/**
 * What lies where at the bottom of the linear memory. AssemblyScript and TypeScript both read this file, so
 * it keeps to what both understand.
 */

/** Address of the slots: u32 each, sizes, switches and addresses of one problem. */
export const SLOTS = 1024;

export const ROWS = 0; // n
export const COLUMNS = 1; // m
export const DIMENSION = 2; // d
export const HAS_WEIGHTS = 3;
export const HAS_START = 4;
export const WANT_GRADIENT = 5;
export const WANT_PLAN = 6;
export const FIRST_ADDRESS = 8;

// Given and answered, in the shapes of OtHostBatch and OtHostResult for one problem.
export const X = 8;
export const Y = 9;
export const WEIGHTS = 10;
export const START = 11;
export const STATUS = 12;
export const POTENTIALS = 13;
export const GRADIENT = 14;
export const PLAN = 15;

// Work space. Rows and columns are those of positive weight; np is their number rounded up to 4, mp to 8,
// dp is d rounded up to 8.
export const ROW_INDEX = 16; // i32 [np], place in the problem as given
export const COLUMN_INDEX = 17; // i32 [mp]
export const ROW_WEIGHT = 18; // [np]
export const COLUMN_WEIGHT = 19; // [mp]
export const X_ROWS = 20; // [np, dp]; the same address as X where d = dp, and so for y
export const Y_ROWS = 21; // [mp, dp]
export const X_PANELS = 22; // [np / 4, dp, 4]
export const Y_PANELS = 23; // [mp / 8, dp, 8]
export const X_NORM = 24; // f64 [np]: inverse norm (cosine), squared norm (squared-euclidean)
export const Y_NORM = 25; // f64 [mp]
export const COST = 26; // [np, mp]
export const KERNEL = 27; // [np, mp]
export const ALPHA = 28; // [np]: what of f is inside the kernel, in the unit of cost
export const BETA = 29; // [mp]
export const U = 30; // [np]: scalings on top of it
export const U_NEW = 31; // [np]
export const V = 32; // [mp]
export const V_NEW = 33; // [mp]
export const ROW_BASE = 34; // [np]: p and q of the general update, see scaling.ts
export const ROW_CAP = 35;
export const COLUMN_BASE = 36; // [mp]
export const COLUMN_CAP = 37;
export const SUMS = 38; // [mp]: column sums of an iteration
export const ROW_SUMS = 39; // f64 [np]: of the plan
export const COLUMN_SUMS = 40; // f64 [mp]
export const GRADIENT_PANELS = 41; // [2, np, 4]
export const GRADIENT_ROWS = 42; // [8, dp]
export const G_BEFORE = 43; // f64 [mp]: g of the iteration before, proximal schedule
export const SLOT_COUNT = 44;

/** Address of the settings: f64 each. */
export const SETTINGS = 2048;

export const EPS = 0;
export const ITERATIONS = 1;
export const TOLERANCE = 2;
export const COST_KIND = 3; // 0 cosine, 1 squared-euclidean, 2 dot
export const DISTORTION = 4;
export const MARGINALS = 5; // 0 balanced, 1 unbalanced, 2 partial
export const RHO_X = 6;
export const RHO_Y = 7;
export const MASS = 8;
export const SCHEDULE = 9; // 0 constant, 1 geometric, 2 proximal
export const FROM = 10;
export const FACTOR = 11;
export const RELAXATION = 12; // 1 safeguarded
export const SETTING_COUNT = 13;

/** Static data of the module starts here; what is below is ours. */
export const MEMORY_BASE = 4096;
