import { fakeMailer } from '../support/fakes/mailer.ts';
import { mailerContract } from './mailer.contract.ts';

mailerContract('the mailer in memory', () => {
  const mailer = fakeMailer();
  return Promise.resolve({
    mailer,
    inbox: (to) => Promise.resolve(mailer.inbox(to)),
    goAway: () => mailer.goAway(),
    comeBack: () => mailer.comeBack(),
    loseNextAnswer: () => mailer.loseNextAnswer(),
    stop: () => Promise.resolve(),
  });
});
