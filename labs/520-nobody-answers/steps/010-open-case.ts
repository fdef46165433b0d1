import { defineStep } from '../../define.ts'
import { openCase } from '../../parts/case.ts'
import { expectFrontCaseOpen, FRONT_CASE_READS } from '../../parts/case-front.ts'
import { LAB, NAME } from '../names.ts'

export default defineStep({
  title: 'Open the case',
  commands: context => [openCase(context, { name: NAME, lab: LAB })],
  check: account => expectFrontCaseOpen(account, { name: NAME, lab: LAB }),
  hints: [
    'The command hands CloudFormation a template that lies in the lab’s folder. Do not read it: it knows the answer.',
  ],
  solve: 'commands',
  timeout: '8m',
  reads: FRONT_CASE_READS,
})
