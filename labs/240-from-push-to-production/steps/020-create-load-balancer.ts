import { defineStep } from '../../define.ts'
import { BALANCER_READS, createBalancer, expectBalancer } from '../../parts/front.ts'
import { GROUPS, place } from '../names.ts'

export default defineStep({
  title: 'A target group and a load balancer',
  needs: ['prepare'],
  commands: context => createBalancer(context, place, GROUPS),
  check: account => expectBalancer(account, place, GROUPS),
  hints: ['The load balancer takes a while on AWS: its state goes from provisioning to active.'],
  solve: 'commands',
  timeout: '6m',
  reads: BALANCER_READS,
})
