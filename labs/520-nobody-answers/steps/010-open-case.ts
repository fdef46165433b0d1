import { defineStep } from '../../define.ts'
import { openCase } from '../../parts/case.ts'
import { expectFrontCaseOpen, FRONT_CASE_READS } from '../../parts/case-front.ts'
import { LAB, NAME } from '../names.ts'

export default defineStep({
  title: 'Open the case',
  commands: openCase,
  check: account => expectFrontCaseOpen(account, { name: NAME, lab: LAB }),
  hints: ['The command runs a script that lies in the lab’s folder. Do not read it: it knows the answer.'],
  solve: 'commands',
  timeout: '1m',
  reads: FRONT_CASE_READS,
})
