import { defineRouteMiddleware } from '@astrojs/starlight/route-data'

/** Adds the questions, which stand outside the text, to the table of contents. */
export const onRequest = defineRouteMiddleware(({ locals }) => {
  locals.starlightRoute.toc?.items.push({ depth: 2, slug: 'questions', text: 'Questions', children: [] })
})
