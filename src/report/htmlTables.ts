import type { TaskId } from './configTypes';
import { languageName, methodName, showChange, showInterval, showMap } from './format';
import type { Section } from './sections';
import { heldOutTask } from './select';
import { escapeText } from './svg';
import { memoryLines, showMilliseconds, trainingSummary } from './trainingTable';
import type { StudyReport } from './types';

/** MAP minus that of each baseline, one table a baseline; bold where the interval excludes 0. */
export function differenceTables(report: StudyReport, task: TaskId): string {
  const rows = report.differences.filter((row) => row.task === task && row.language !== 'en');
  const baselines = [...new Set(rows.map(({ baseline }) => baseline))];
  return baselines
    .map((baseline) =>
      differenceTable(
        baseline,
        rows.filter((row) => row.baseline === baseline),
      ),
    )
    .join('');
}

function differenceTable(baseline: string, rows: StudyReport['differences']): string {
  const methods = [...new Set(rows.map(({ method }) => method))];
  const head = methods.map((method) => `<th scope="col">${escapeText(methodName(method))}</th>`);
  const body = [...new Set(rows.map(({ language }) => language))].map((language) => {
    const cells = methods.map((method) => {
      const row = rows.find((r) => r.method === method && r.language === language);
      if (!row) return '<td>–</td>';
      const resolved = row.ci !== null && (row.ci[0] > 0 || row.ci[1] < 0);
      const value = resolved ? `<b>${showChange(row.delta)}</b>` : showChange(row.delta);
      return `<td>${value} <span>${showInterval(row.ci, showChange)}</span></td>`;
    });
    return `<tr><th scope="row">${escapeText(languageName(language))}</th>${cells.join('')}</tr>`;
  });
  return `<div class="scroll" tabindex="0"><table><caption class="soft">MAP × 100 minus ${escapeText(methodName(baseline))}, paired by id; bold where the 95 % interval excludes 0</caption><thead><tr><td></td>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

/** How long students were trained, and which step was kept. */
export function renderTraining(report: StudyReport): string {
  const rows = trainingSummary(report);
  if (rows.length === 0) return '';
  const head = ['Student', 'Students', 'Steps run', 'Step kept', 'Kept at the start'];
  const cells = rows.map((row) => {
    const values = [row.student, row.students, row.steps, row.chosen, row.atStart];
    const numbers = [...values.map(String), showMap(row.devMap), showMilliseconds(row.perStep)];
    const tail = numbers.map((value) => `<td>${escapeText(value)}</td>`).join('');
    return `<tr><th scope="row">${escapeText(methodName(row.method))}</th>${tail}</tr>`;
  });
  const titles = [...head, `Held-out ${heldOutTask(report)} MAP × 100`, 'Milliseconds a step'].map(
    (title) => `<th scope="col">${title}</th>`,
  );
  const lines = memoryLines(report).map((line) => `<li>${escapeText(line)}</li>`);
  const memory = lines.length > 0 ? `<p>Memory planned:</p><ul>${lines.join('')}</ul>` : '';
  return `<section><h2>Training</h2><div class="scroll" tabindex="0"><table><thead><tr><td></td>${titles.join('')}</tr></thead><tbody>${cells.join('')}</tbody></table></div>${memory}</section>`;
}

/** Beyond it a cell holds sentences, which must be broken. */
const LONG_CELL = 60;

/** A part that every format shows alike. */
export function renderSection({ title, text, table, list = [] }: Section): string {
  const cells = (row: readonly string[], tag: string) =>
    row
      .map((cell, k) =>
        k === 0
          ? `<th scope="row">${escapeText(cell)}</th>`
          : `<${tag}>${escapeText(cell)}</${tag}>`,
      )
      .join('');
  const head = table?.head
    .map((cell) => (cell === '' ? '<td></td>' : `<th scope="col">${escapeText(cell)}</th>`))
    .join('');
  const body = table?.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
  const prose = table?.rows.some((row) => row.some((cell) => cell.length > LONG_CELL));
  return `<section><h2>${escapeText(title)}</h2>${text ? `<p class="soft">${escapeText(text)}</p>` : ''}${
    table
      ? `<div class="scroll" tabindex="0"><table${prose ? ' class="prose"' : ''}><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
      : ''
  }${list.length > 0 ? `<ul>${list.map((item) => `<li>${escapeText(item)}</li>`).join('')}</ul>` : ''}</section>`;
}

/** Languages without a student, alarms and whatever else a reader must know. */
export function renderNotes(report: StudyReport): string {
  const notes = [
    ...report.notTrained.map(
      ({ language, reason }) => `Not trained: ${languageName(language)}, ${reason}.`,
    ),
    ...report.notes,
  ];
  if (notes.length === 0) return '';
  return `<section><h2>What to know</h2><ul>${notes.map((note) => `<li>${escapeText(note)}</li>`).join('')}</ul></section>`;
}
