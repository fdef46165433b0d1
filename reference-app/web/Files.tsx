import { useCallback, useEffect, useRef, useState } from 'react'
import { contentUrl, deleteFile, listFiles, type About, type StoredFile, type User } from './api.ts'
import { sizeText, storeName } from './text.ts'
import { Upload } from './Upload.tsx'

/** The files of one user. */
export function Files({ user, about }: { user: User; about: About }) {
  const [files, setFiles] = useState<StoredFile[]>()
  const [problem, setProblem] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)

  const reload = useCallback(async () => {
    try {
      setFiles(await listFiles(user.id))
      setProblem('')
    } catch (error) {
      setProblem((error as Error).message)
    }
  }, [user.id])

  useEffect(() => {
    void reload()
  }, [reload])

  async function remove(file: StoredFile) {
    if (!confirm(`Delete ${file.name}?`)) return
    try {
      await deleteFile(user.id, file.id)
      await reload()
      heading.current?.focus()
    } catch (error) {
      setProblem((error as Error).message)
    }
  }

  return (
    <section aria-labelledby="files">
      <h2 id="files" ref={heading} tabIndex={-1}>
        Files of {user.username}
      </h2>
      <Upload userId={user.id} about={about} onStored={reload} />
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {files?.length === 0 && <p className="empty">No files yet.</p>}
      <ul>
        {files?.map(file => (
          <li key={file.id}>
            <span className="file">
              {/* In a tab of its own: a page that frames the app may not let S3 into its frame. */}
              <a href={contentUrl(user.id, file.id)} target="_blank" rel="noopener">
                {file.name}
              </a>
              <small>
                {sizeText(file.size)} in {storeName(file.store)}, {new Date(file.storedAt).toLocaleString()}
              </small>
            </span>
            <button onClick={() => void remove(file)} aria-label={`Delete ${file.name} …`}>
              Delete …
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
