import { docsLoader } from '@astrojs/starlight/loaders'
import { docsSchema } from '@astrojs/starlight/schema'
import { defineCollection } from 'astro:content'
import { z } from 'astro/zod'

const answer = z.object({
  text: z.string(),
  right: z.boolean().default(false),
  /** Shown when it is chosen: why it is right, or where the thought went wrong. */
  why: z.string(),
})

const question = z.object({
  ask: z.string(),
  answers: z
    .array(answer)
    .min(2)
    .refine(answers => answers.filter(({ right }) => right).length === 1, 'exactly one answer is right'),
})

export const collections = {
  docs: defineCollection({
    loader: docsLoader(),
    schema: docsSchema({
      extend: z.object({
        /** Which part of the curriculum the lesson opens. */
        part: z.enum(['containers', 'ecs', 'application', 'deployments', 'break-and-fix', 'recap']),
        /** Its place among the lessons of the part. */
        order: z.number().int().positive(),
        /** Reading time at 200 words a minute, pictures and questions included. */
        minutes: z.number().int().positive(),
        /** One line for the path. */
        summary: z.string(),
        quiz: z.array(question).min(1),
      }),
    }),
  }),
}
