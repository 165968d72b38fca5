// halfTokens: token vectors stored as halves, two to a word, for d a multiple of 4; the gradient is float32.
// `unpack2x16float` is core WGSL: no adapter feature is needed. An offset counts vectors of 4.

@group(0) @binding(6) var<storage, read> x: array<u32>;
@group(0) @binding(7) var<storage, read> y: array<u32>;
@group(0) @binding(8) var<storage, read_write> gradient: array<vec4f>;

fn tokenAt(token: u32) -> u32 {
  return token * (params.d / 4u);
}

fn xAt(token: u32, chunk: u32) -> vec4f {
  let at = 2u * (token + chunk);
  return vec4f(unpack2x16float(x[at]), unpack2x16float(x[at + 1u]));
}

fn yAt(token: u32, chunk: u32) -> vec4f {
  let at = 2u * (token + chunk);
  return vec4f(unpack2x16float(y[at]), unpack2x16float(y[at + 1u]));
}

fn setGradient(token: u32, chunk: u32, value: vec4f) {
  gradient[token + chunk] = value;
}
