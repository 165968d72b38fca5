// registerSweep: sums over the row and the column that an invocation holds, as kernel or as logarithms.

fn rowSum() -> f32 {
  var sum = vec4f();
  // @unroll i 0..V
  sum += row$i * ofColumn[$i];
  // @end
  return (sum.x + sum.y) + (sum.z + sum.w);
}

fn columnSum() -> f32 {
  var sum = vec4f();
  // @unroll i 0..V
  sum += column$i * ofRow[$i];
  // @end
  return (sum.x + sum.y) + (sum.z + sum.w);
}

// Sums of 2^(z M + potential of the other side - shift), and the largest exponent.
struct Sweep {
  sum: f32,
  top: f32,
}

fn sweepRow(z: f32, shift: f32) -> Sweep {
  var sum = vec4f();
  var top = vec4f(-3e38);
  // @unroll i 0..V
  {
    let e = z * row$i + ofColumn[$i];
    sum += power(e - shift);
    top = max(top, e);
  }
  // @end
  return Sweep((sum.x + sum.y) + (sum.z + sum.w), max(max(top.x, top.y), max(top.z, top.w)));
}

fn sweepColumn(z: f32, shift: f32) -> Sweep {
  var sum = vec4f();
  var top = vec4f(-3e38);
  // @unroll i 0..V
  {
    let e = z * column$i + ofRow[$i];
    sum += power(e - shift);
    top = max(top, e);
  }
  // @end
  return Sweep((sum.x + sum.y) + (sum.z + sum.w), max(max(top.x, top.y), max(top.z, top.w)));
}

// K = 2^(z M + potentials): rows and columns from M, the same bits in both.
fn raise(z: f32, ofMyRow: f32, ofMyColumn: f32) {
  // @unroll i 0..V
  row$i = power(z * row$i + ofMyRow + ofColumn[$i]);
  column$i = power(z * column$i + ofRow[$i] + ofMyColumn);
  // @end
}
