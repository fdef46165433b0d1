import { EntitySchema } from 'typeorm'
import { id, moment, text } from '../database/columns.ts'

export interface Learner {
  id: string
  name: string
  createdAt: number
}

export const LearnerEntity = new EntitySchema<Learner>({
  name: 'learner',
  columns: { id, name: text(), createdAt: moment },
})
