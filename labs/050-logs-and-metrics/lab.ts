import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Read the logs of your tasks',
  summary:
    'What containers print outlives them: you find the stream of each, filter for the lines that matter, and read the last words of a task that failed.',
  part: 'ecs',
  minutes: 20,
  cost: {
    perHour: 0.02,
    source:
      'eu-west-1, October 2026: 0.0173 for a task of 0.25 vCPU and 0.5 GB with its public address; a gigabyte of log lines would be 0.57 once, and these are a few kilobytes',
  },
  needs: ['A terminal with the aws command line', 'How to run a task, as in “Your first Fargate task”'],
  leaves: ['Nothing, after Reset'],
  steps: [
    { id: 'prepare', title: 'Prepare cluster, role and door' },
    { id: 'create-log-group', title: 'Create a log group that forgets' },
    { id: 'register-task-definition', title: 'Say where the lines go' },
    { id: 'run-task', title: 'Run the task' },
    { id: 'make-lines', title: 'Make it write' },
    { id: 'filter-lines', title: 'Find the lines that matter' },
    { id: 'run-broken-task', title: 'Run what a colleague has typed' },
    { id: 'read-last-words', title: 'Read its last words' },
  ],
})
