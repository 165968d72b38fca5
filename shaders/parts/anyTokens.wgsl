// anyTokens: token vectors of any d, read one number at a time, zeros past the end of a token.

@group(0) @binding(6) var<storage, read> x: array<f32>;
@group(0) @binding(7) var<storage, read> y: array<f32>;
@group(0) @binding(8) var<storage, read_write> gradient: array<f32>;

fn tokenAt(token: u32) -> u32 {
  return token * params.d;
}

fn inside(chunk: u32) -> vec4<bool> {
  return vec4u(0u, 1u, 2u, 3u) + 4u * chunk < vec4u(params.d);
}

fn xAt(token: u32, chunk: u32) -> vec4f {
  let at = min(vec4u(0u, 1u, 2u, 3u) + 4u * chunk, vec4u(params.d - 1u)) + token;
  return select(vec4f(), vec4f(x[at.x], x[at.y], x[at.z], x[at.w]), inside(chunk));
}

fn yAt(token: u32, chunk: u32) -> vec4f {
  let at = min(vec4u(0u, 1u, 2u, 3u) + 4u * chunk, vec4u(params.d - 1u)) + token;
  return select(vec4f(), vec4f(y[at.x], y[at.y], y[at.z], y[at.w]), inside(chunk));
}

fn setGradient(token: u32, chunk: u32, value: vec4f) {
  for (var k = 0u; k < min(4u, params.d - 4u * chunk); k++) {
    gradient[token + 4u * chunk + k] = value[k];
  }
}
