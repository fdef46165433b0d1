import { defineStep } from '../../define.ts'
import { balancerStep } from '../../parts/front.ts'
import { GROUPS, place } from '../names.ts'

export default defineStep({
  title: 'A target group and a load balancer',
  ...balancerStep(place, GROUPS),
  hints: ['The load balancer takes a while on AWS: its state goes from provisioning to active.'],
})
