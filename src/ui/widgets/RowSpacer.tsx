/** Stands in for the rows of a virtual table that are not in the page. */
export function RowSpacer({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row takes no focus; this one is mere height
    <tr aria-hidden="true">
      <td data-spacer="true" style={{ height }} />
    </tr>
  );
}
