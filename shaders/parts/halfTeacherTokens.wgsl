// halfTeacherTokens: x stored as halves, two to a word, y as vec4f, for d a multiple of 4: the teacher's tokens
// are cached and do not change, the student's come from a float32 layer. An offset counts vectors of 4.

@group(0) @binding(6) var<storage, read> x: array<u32>;
@group(0) @binding(7) var<storage, read> y: array<vec4f>;
@group(0) @binding(8) var<storage, read_write> gradient: array<vec4f>;

fn tokenAt(token: u32) -> u32 {
  return token * (params.d / 4u);
}

fn xAt(token: u32, chunk: u32) -> vec4f {
  let at = 2u * (token + chunk);
  return vec4f(unpack2x16float(x[at]), unpack2x16float(x[at + 1u]));
}

fn yAt(token: u32, chunk: u32) -> vec4f {
  return y[token + chunk];
}

fn setGradient(token: u32, chunk: u32, value: vec4f) {
  gradient[token + chunk] = value;
}
