import type { SvgPicture } from './svgFile';

/** Longest side of a bitmap that every browser can make. */
const MOST_PIXELS = 8192;

/** Milliseconds in which a browser reads fonts that are in the picture. */
const FONTS = 120;

/**
 * Paints a picture as PNG, twice as fine as the screen where the browser can hold that.
 *
 * @throws Error if the browser cannot read the picture or make a bitmap of it.
 */
export async function pngOf({ text, width, height }: SvgPicture): Promise<Blob> {
  const image = new Image(width, height);
  // A blob address taints nothing here, but the page's policy allows data addresses for sure.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const scale = Math.min(2, MOST_PIXELS / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser cannot paint a bitmap.');
  // The fonts in a picture are read once something is drawn with them: the first drawing may lack some.
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  await new Promise((resolve) => setTimeout(resolve, FONTS));
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error(`A bitmap of ${canvas.width} by ${canvas.height} cannot be made.`));
    }, 'image/png');
  });
}
