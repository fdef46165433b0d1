import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Logs and metrics',
  summary:
    'What containers print outlives them: you find the lines that matter, read the last words of a task that failed, and make of lines a number that rings an alarm.',
  part: 'ecs',
  minutes: 30,
  cost: {
    perHour: 0.02,
    source:
      'eu-west-1, October 2026: 0.0173 for a task of 0.25 vCPU and 0.5 GB with its public address; a gigabyte of log lines would be 0.57 once, and these are a few kilobytes; an alarm is 0.10 a month, a metric of your own 0.30',
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
    { id: 'count-lines', title: 'Make a number of lines' },
    { id: 'set-alarm', title: 'Set an alarm on it' },
    { id: 'ring-alarm', title: 'Let it ring, and calm down' },
  ],
})
