/**
 * The parts of the curriculum, in order. `planned` holds the topics of labs by the number of their folder: a topic leaves the list
 * when a lab of that number is there.
 */
export const parts = [
  {
    id: 'containers',
    title: 'Containers',
    summary: 'What a container holds, and why it runs the same everywhere.',
    planned: { '010': 'build an image and look inside', '020': 'push it to a registry' },
  },
  {
    id: 'ecs',
    title: 'Orchestration and ECS',
    summary: 'Clusters, tasks, and services that heal and scale.',
    planned: {
      '030': 'your first Fargate task',
      '040': 'a service behind a load balancer',
      '050': 'logs and metrics',
      '060': 'autoscaling under load',
      '070': 'Fargate, Spot or EC2',
    },
  },
  {
    id: 'application',
    title: 'A real application',
    summary: 'An uploads app with its database, files and secrets.',
    planned: {
      '100': 'data and secrets',
      '110': 'deploy it',
      '120': 'all of it as code',
      '130': 'build it in the cloud',
    },
  },
  {
    id: 'deployments',
    title: 'Deployments',
    summary: 'Traffic moves to a new version, a little at a time, with a way back.',
    planned: {
      '200': 'rolling update and circuit breaker',
      '210': 'blue/green with CodeDeploy',
      '220': 'canary, alarm, rollback',
      '230': 'blue/green by ECS itself',
      '240': 'from push to production',
    },
  },
  {
    id: 'break-and-fix',
    title: 'Break and fix',
    summary: 'Broken accounts. No commands are shown: find the fault, repair it.',
    planned: { '550': 'ten more repairs' },
  },
  {
    id: 'recap',
    title: 'Recap and clean up',
    summary: 'What you have seen, and what is left in the account.',
    planned: { '900': 'a last quiz' },
  },
] as const satisfies readonly {
  id: string
  title: string
  summary: string
  planned: Readonly<Record<string, string>>
}[]

export type PartId = (typeof parts)[number]['id']
