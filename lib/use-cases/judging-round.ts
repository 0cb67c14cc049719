import { armSources, type ArmSourcesDeps } from './arm-sources.ts';
import { eachDue } from './each-due.ts';
import { judgeDueSubjects, type JudgeReport } from './judge-due-subjects.ts';
import { type NoticeDeps, notifyOwners } from './notify-owners.ts';
import { noteStormCap } from './note-storm-cap.ts';
import { type KeepOverrideDeps, tendOverrides } from './keep-override.ts';
import { tendSilences } from './tend-silences.ts';

type Deps = ArmSourcesDeps &
  NoticeDeps &
  Parameters<typeof tendSilences>[0] &
  KeepOverrideDeps &
  Parameters<typeof judgeDueSubjects>[0] &
  Parameters<typeof noteStormCap>[0];

/**
 * One round of the judge. What is to be armed, and silences that are over, come first, so that they speak in the same round;
 * what of that can't be done is said, tried again by the next round, and keeps nobody else from being judged.
 */
export const judgingRound = (deps: Deps) => {
  const first = [
    { name: 'arm-sources', run: armSources(deps) },
    { name: 'tend-silences', run: tendSilences(deps) },
    { name: 'tend-overrides', run: tendOverrides(deps) },
  ];
  const judge = judgeDueSubjects(deps);
  const noteCap = noteStormCap(deps);
  const notify = notifyOwners(deps);
  return async (): Promise<Omit<JudgeReport, 'owing'>> => {
    await eachDue(
      first,
      deps.log,
      ({ name }) => name,
      ({ run }) => run(),
    );
    const { owing, ...report } = await judge();
    if (report.capped) await noteCap();
    // After all that is to be announced: a mail provider that hangs must not hold up a stage.
    await notify(owing);
    return report;
  };
};
