// workgroupMemory: one problem's tile and tokens in the workgroup's memory.

var<workgroup> tile: array<vec4f, TILE>; // rows of 4-vectors: -C, M, then K, then P
var<workgroup> tokens: array<f32, 896>;

fn openMemory(p: Problem) {}

fn sync() {
  workgroupBarrier();
}

fn tileAt(at: u32) -> vec4f {
  return tile[at];
}

fn setTile(at: u32, value: vec4f) {
  tile[at] = value;
}

fn token(at: u32) -> f32 {
  return tokens[at];
}

fn setToken(at: u32, value: f32) {
  tokens[at] = value;
}

// Four tokens from a multiple of 4, or anywhere where R is 1.
fn four(at: u32) -> vec4f {
  return vec4f(tokens[at], tokens[at + 1u], tokens[at + 2u], tokens[at + 3u]);
}

// Writes R of the four.
fn setFour(at: u32, value: vec4f) {
  tokens[at] = value.x;
  if (R == 4u) {
    tokens[at + 1u] = value.y;
    tokens[at + 2u] = value.z;
    tokens[at + 3u] = value.w;
  }
}
