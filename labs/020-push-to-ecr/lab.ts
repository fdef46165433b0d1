import { defineLab } from '../define.ts'

export default defineLab({
  title: 'Push it to ECR',
  summary:
    'Your own image goes into a registry, layer by layer, and ECS runs it from there: tags, digests, and rules for both.',
  part: 'containers',
  minutes: 25,
  cost: {
    perHour: 0.02,
    source:
      'eu-west-1, October 2026: 0.0173 for a task of 0.25 vCPU and 0.5 GB with its public address; 0.10 a GB and month for the images',
  },
  needs: [
    'Docker on this machine',
    'A terminal with the aws command line',
    'What an image and its layers are',
  ],
  leaves: ['Nothing, after Reset; the builder’s cache stays until you prune it'],
  engine: true,
  steps: [
    { id: 'create-repository', title: 'Create the repository' },
    { id: 'build-and-tag', title: 'Build, and give it its address' },
    { id: 'push', title: 'Log in, and push' },
    { id: 'push-second', title: 'Push a second version' },
    { id: 'pull-by-digest', title: 'Pull by digest' },
    { id: 'set-rules', title: 'Set rules for tags and for old images' },
    { id: 'prepare', title: 'Prepare cluster, role, log and door' },
    { id: 'run-task', title: 'Run it on Fargate' },
    { id: 'visit', title: 'Visit it' },
  ],
})
