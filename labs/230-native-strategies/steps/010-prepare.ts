import { defineStep } from '../../define.ts'
import { expectPlace, PLACE_READS, preparePlace } from '../../parts/prepare-place.ts'
import { place, TEST_PORT } from '../names.ts'

const PORTS = [80, TEST_PORT]

export default defineStep({
  title: 'Prepare cluster, role and doors',
  commands: () => preparePlace(place, PORTS),
  check: account => expectPlace(account, place, PORTS),
  hints: [
    'These are the parts of every service behind a load balancer; the lab of that name explains each.',
    'trust-policy.json lies in the lab’s folder. If the command does not find it, the terminal is somewhere else.',
    `New is the second port of the load balancer, ${TEST_PORT}: the way to what is not yet for everybody.`,
  ],
  solve: 'commands',
  timeout: '1m',
  reads: PLACE_READS,
})
