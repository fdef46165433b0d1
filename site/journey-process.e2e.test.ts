import { describeJourney } from './testing/journey.ts'

describeJourney('process')
