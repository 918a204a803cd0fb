/** The whole page takes files and folders; while something is dragged over it, it says so. */
import type { ReactNode } from 'react';
import { useDropzone } from 'react-dropzone';
import { useActions } from '../session_context';
import { addedFiles } from './dropped_files';

export function DropZone({ children }: { children: ReactNode }) {
  const actions = useActions();
  const { getRootProps, isDragActive } = useDropzone({
    noClick: true,
    noKeyboard: true,
    onDrop: (files) => void actions.addFiles(addedFiles(files)),
  });
  return (
    <div {...getRootProps({ className: 'page' })}>
      {children}
      {isDragActive && (
        <div className="drop-overlay">
          <p>Drop videos or folders anywhere</p>
          <p className="drop-overlay-note">They are decoded here and stay on this device.</p>
        </div>
      )}
    </div>
  );
}
