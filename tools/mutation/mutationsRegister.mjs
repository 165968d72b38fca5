// Mutations of fusedOtRegister. A row is [why, file, find, replace, tests].

const REGISTER = (name) => `equals float64 after 20 iterations: ${name}$`;
const part = (name) => `shaders/parts/${name}.wgsl`;

const ROWS = [
  [
    'row update with the weights of columns',
    part('registerSolve'),
    'let w = select(weight.x, weight.y, ofY);',
    'let w = weight.y;',
    REGISTER('cosine'),
  ],
  [
    'warm start ignored',
    part('registerSolve'),
    'if (params.warm == 1u) {',
    'if (params.warm == 2u) {',
    'fusedOtRegister goes on where it left off',
  ],
  [
    'sign of the gradient',
    part('registerResult'),
    'var other = -params.gradientScale;',
    'var other = params.gradientScale;',
    REGISTER('cosine'),
  ],
  [
    'projection of the cosine gradient missing',
    part('registerResult'),
    'own = -other * norms.y * sums.z;',
    'own = 0.0;',
    REGISTER('cosine'),
  ],
  [
    'row error in the place of the column error',
    part('registerResult'),
    'status[8u * index + 3u] = columns.y;',
    'status[8u * index + 3u] = rows.y;',
    REGISTER('cosine'),
  ],
  [
    'absorption never triggered',
    part('registerCourse'),
    'atomicStore(&leaving, 1u);',
    'atomicStore(&leaving, 0u);',
    'fusedOtRegister absorbs scalings',
  ],
  [
    'mass of partial transport forgotten in h',
    part('registerCourse'),
    'h = params.logMass - select(',
    'h = -select(',
    REGISTER('partial'),
  ],
  [
    'stop test the wrong way round',
    part('registerCourse'),
    'error <= params.tolerance;',
    'error >= params.tolerance;',
    'fusedOtRegister stops each problem',
  ],
  [
    'last column left out',
    part('registerMatrix'),
    '< vec4u(p.m)) &',
    '< vec4u(p.m - 1u)) &',
    REGISTER('cosine'),
  ],
  [
    'a column vector left out of row sums',
    part('registerSweep'),
    'sum += row$i * ofColumn[$i];',
    'sum += row$i * ofColumn[$i] * f32($i != 1);',
    REGISTER('cosine'),
  ],
  [
    'the wrong side taken back when a scaling left its range',
    'shaders/fusedOtRegister.wgsl',
    'select(vec2f(0.0, 1.0), vec2f(1.0, 0.0), side == 2u)',
    'select(vec2f(1.0, 0.0), vec2f(0.0, 1.0), side == 2u)',
    REGISTER('(a small eps|unbalanced, a small eps|a geometric schedule)'),
  ],
  [
    'student halves swapped',
    part('halfTokens'),
    'unpack2x16float(y[at]), unpack2x16float(y[at + 1u])',
    'unpack2x16float(y[at + 1u]), unpack2x16float(y[at])',
    'stored as halves give the same bits.*register',
  ],
];

export const REGISTER_FORM = ROWS.map(([why, file, find, replace, name]) => ({
  ...{ why, file, find, replace, name },
  test: 'src/kernels/fusedOtRegister.test.ts',
}));
