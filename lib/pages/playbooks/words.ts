import type { Playbook, Symptom } from './playbook.ts';

const symptomWords = ({ code, by, says }: Symptom): string =>
  code === undefined ? `${by} says: ${says}` : `${code} of ${by}: ${says}`;

/** How people will notice, as one sentence; nothing where nothing is known. */
export const symptomsSentence = ({ symptoms }: Playbook): string | undefined =>
  symptoms.length === 0 ? undefined : `How it shows: ${symptoms.map(symptomWords).join('; ')}.`;

/** A playbook as lines of plain text, for a record of the service desk. */
export const playbookLines = (playbook: Playbook): readonly string[] => {
  const symptoms = symptomsSentence(playbook);
  return [
    `${playbook.title}: ${playbook.breaks}`,
    ...(symptoms === undefined ? [] : [symptoms]),
    ...playbook.steps.map((step, at) => `${at + 1}. ${step}`),
    `Whom to tell: ${playbook.tell}`,
  ];
};
