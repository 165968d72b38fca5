import { expect, test } from 'vitest';
import { ParseError } from './errors';

test('the message names the place, and is cut where it quotes a huge field', () => {
  expect(new ParseError('f', 3, 'id', 'found nothing').message).toBe(
    'f, line 3, id: found nothing',
  );
  expect(new ParseError('f', 0, '', 'empty').message).toBe('f: empty');
  const { message, detail, field } = new ParseError('f', 0, 'x'.repeat(1e6), 'y'.repeat(1e6));
  expect([field.length, detail.length]).toEqual([201, 4001]);
  expect(message).toHaveLength('f, : '.length + 201 + 4001);
});
