import { defineStep } from '../../define.ts'
import { expectPlace, PLACE_READS, preparePlace } from '../../parts/prepare-place.ts'
import { place } from '../names.ts'

export default defineStep({
  title: 'Prepare cluster, role and doors',
  commands: () => preparePlace(place),
  check: account => expectPlace(account, place),
  hints: [
    'These are the parts of every service behind a load balancer; the lab of that name explains each.',
    'trust-policy.json lies in the lab’s folder. If the command does not find it, the terminal is somewhere else.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: PLACE_READS,
})
