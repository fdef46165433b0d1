import { defineStep } from '../../define.ts'
import { CASE_READS, expectCaseOpen, openCase } from '../../parts/case.ts'
import { LAB, NAME } from '../names.ts'

export default defineStep({
  title: 'Open the case',
  commands: context => [
    openCase(context, { name: NAME, lab: LAB }),
    `(IMAGES=${context.images} REGION=${context.region}; . ./deploy.sh)`,
  ],
  check: account => expectCaseOpen(account, { name: NAME, lab: LAB }),
  hints: ['The commands use two files that lie in the lab’s folder. Do not read them: they know the answer.'],
  solve: 'commands',
  timeout: '8m',
  reads: CASE_READS,
})
