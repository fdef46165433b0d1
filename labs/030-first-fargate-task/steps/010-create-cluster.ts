import { expectClusterActive } from '../../assertions/expect-cluster-active.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, ecsTag, LAB } from '../names.ts'

export default defineStep({
  title: 'Create the cluster',
  commands: () => [`aws ecs create-cluster --cluster-name ${CLUSTER} --tags ${ecsTag}`],
  check: account => expectClusterActive(account, { name: CLUSTER, lab: LAB }),
  hints: [
    'A cluster needs a name and nothing else.',
    'The command is aws ecs create-cluster, with --cluster-name and the tag by which Reset finds it.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['ecs:DescribeClusters'],
})
