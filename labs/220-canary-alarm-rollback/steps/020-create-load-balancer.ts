import { defineStep } from '../../define.ts'
import { balancerStep } from '../../parts/front.ts'
import { GROUPS, place } from '../names.ts'

export default defineStep({
  title: 'Two target groups, one load balancer',
  ...balancerStep(place, GROUPS),
  hints: [
    'Two target groups that differ in nothing but their names.',
    'When AWS has accepted the commands, the load balancer is still being started: its state goes from provisioning to active.',
  ],
})
