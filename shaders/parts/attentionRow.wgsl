// attentionRow: what the attention kernels share: where a row's text lies, and what dropout does to a probability.

// First row of the text that holds `row`, and the row past its last; an empty range where no text holds it.
fn textOf(row: u32) -> vec2u {
  var low = 0u;
  var high = params.texts;
  while (low < high) {
    let middle = (low + high) / 2;
    if (offsets[middle + 1] > row) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  if (low == params.texts) {
    return vec2u(row);
  }
  return vec2u(offsets[low], offsets[low + 1]);
}

// What the probability of query row `row` for the key at `place` in its text is multiplied by.
fn dropoutFactor(row: u32, head: u32, place: u32) -> f32 {
  if (params.threshold == 0) {
    return 1.0;
  }
  let index = (row * params.heads + head) * 1024 + place; // attentionDropoutIndex
  return select(0.0, params.keepScale, dropoutKeeps(index));
}

fn addUp(a: vec4f) -> f32 {
  return a.x + a.y + a.z + a.w;
}
