import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Build it in CodeBuild',
  summary:
    'No image leaves your laptop any more: CodeBuild tests, builds and pushes it, as a role that may do no more than that.',
  part: 'application',
  minutes: 20,
  cost: {
    perHour: 0.01,
    source:
      'eu-west-1, October 2026: 0.005 a minute of general1.small while a build runs, of which 100 minutes a month are free; three builds of a minute; cents a month for bucket and images',
  },
  needs: [
    'Docker on this machine, for the practice account’s builds',
    'A terminal with the aws command line and python3',
    'How an image gets to ECR',
  ],
  leaves: ['Nothing, after Reset; the list of builds, which costs nothing, stays on AWS for a year'],
  engine: true,
  steps: [
    { id: 'create-repository', title: 'Create the repository' },
    { id: 'upload-source', title: 'Put the source into a bucket' },
    { id: 'create-role', title: 'Give the builds a role and a log' },
    { id: 'create-project', title: 'Create the project' },
    { id: 'start-build', title: 'Build and push' },
    { id: 'break-test', title: 'See a test stop it' },
    { id: 'mend-test', title: 'Read the log, and mend it' },
  ],
})
