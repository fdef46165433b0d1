import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Case 1: tasks that never start',
  summary:
    'A service wants two tasks and has none. Nobody has changed the code. Find out why, and repair it.',
  part: 'break-and-fix',
  minutes: 10,
  cost: {
    perHour: 0.03,
    source:
      'eu-west-1, October 2026: 0.0173 for each of two tasks of 0.25 vCPU and 0.5 GB with its public address',
  },
  needs: ['A terminal with the aws command line', 'The lab “Your first Fargate task”'],
  leaves: ['Nothing, after Reset'],
  steps: [
    { id: 'open-case', title: 'Open the case' },
    { id: 'repair', title: 'Find the fault, and repair it' },
  ],
})
