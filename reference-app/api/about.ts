import { Router } from 'express'
import { z } from 'zod'
import { defineEndpoint, serve } from './http/endpoint.ts'
import { STORES, type Stores } from './stores/store.ts'
import type { Task } from './task.ts'
import type { Version } from './version.ts'

export const About = z.object({
  version: z.string(),
  colour: z.enum(['blue', 'green']),
  task: z.string().describe('Which copy of the app answered.'),
  zone: z.string().nullable(),
  database: z.enum(['mysql', 'sqlite']),
  stores: z.array(z.enum(STORES)),
  maxUploadBytes: z.number(),
})

export const readAbout = defineEndpoint({
  method: 'get',
  path: '/api/about',
  summary: 'Which version and which task answers, and what it offers',
  status: 200,
  answer: About,
  errors: [],
})

export interface AboutOptions {
  version: Version
  task: Task
  database: 'mysql' | 'sqlite'
  stores: Stores
  maxUploadBytes: number
}

/** What the page's banner shows. */
export function aboutRoutes({ version, task, database, stores, maxUploadBytes }: AboutOptions): Router {
  const router = Router()
  const about = {
    version: version.name,
    colour: version.colour,
    task: task.id,
    zone: task.zone,
    database,
    stores: STORES.filter(id => stores[id]),
    maxUploadBytes,
  }
  serve(router, readAbout, () => Promise.resolve(about))
  return router
}
