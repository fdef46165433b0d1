import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Case 5: allowed, and refused',
  summary:
    'The policy allows it, word for word, and AWS refuses all the same. Find out who was asked, and give the right to the right one.',
  part: 'break-and-fix',
  minutes: 12,
  cost: {
    perHour: 0.03,
    source:
      'eu-west-1, October 2026: 0.0173 for each of two tasks of 0.25 vCPU and 0.5 GB with its public address; a standard parameter costs nothing',
  },
  needs: [
    'A terminal with the aws command line',
    'The lab “Deploy the app: two tasks, two roles”, or what an IAM role is',
  ],
  leaves: ['Nothing, after Reset'],
  steps: [
    { id: 'open-case', title: 'Open the case' },
    { id: 'repair', title: 'Find the fault, and repair it' },
  ],
})
