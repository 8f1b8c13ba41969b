namespace ProcGen.Protocol;

/// <summary>
/// What a frame means. The numbers are append-only: a number is never given a new meaning, and a frame with an unknown one ends its connection.
/// Directions: P is the parent, W the worker. Structured contents are written with <see cref="FieldWriter"/>; "payload" is what generated serializers wrote.
/// </summary>
internal enum FrameType : byte
{
    /// <summary>Never sent, so that zeroed memory is not a frame.</summary>
    None = 0,

    /// <summary>P→W. Gives an assembly a number on this connection: the ordinal. Content: simple name, module version id, table hash, location (may be empty).</summary>
    UseAssembly = 1,

    /// <summary>P→W. A call. Ordinal: the number of the method's assembly. Content: method id (8 bytes), arguments (payload).</summary>
    Call = 2,

    /// <summary>P→W. Cancels the token at the ordinal, or with <see cref="FrameFlags.WholeCall"/> all that the call has. No content, or the number of a chunk's item that alone is meant (4 bytes). Ignored where the call is unknown.</summary>
    Cancel = 3,

    /// <summary>W→P. The body is about to run: what comes after may have had effects. With <see cref="FrameFlags.Debugged"/> somebody looks at it, and timeouts rest. No content.</summary>
    Started = 4,

    /// <summary>W→P. The end of a call that succeeded. Content: the result (payload), empty for a method without one or with a sequence.</summary>
    Result = 5,

    /// <summary>W→P. The end of a call that failed. Ordinal: a <see cref="CallFailure"/>. Content: the error, see <c>ExceptionCodec</c>.</summary>
    Failed = 6,

    /// <summary>W→P. One report of the progress at the ordinal. Content: the report (payload).</summary>
    Progress = 7,

    /// <summary>Both. One item of the sequence at the ordinal. Content: the item (payload). Never sent without credit.</summary>
    Item = 8,

    /// <summary>Both, from the consumer. Allows that many more items (or reports) at the ordinal. Content: a count (4 bytes).</summary>
    Credit = 9,

    /// <summary>P→W. The sequence at the ordinal has ended. Content: empty, or the error it ended with. (A result's sequence ends with its call.)</summary>
    ItemsEnd = 10,

    /// <summary>Both, from the consumer. Enough of the sequence at the ordinal: the producer stops and disposes its enumerator. No content.</summary>
    ItemsClose = 11,

    /// <summary>P→W. Asks for a sign of life from the thread that runs synchronous bodies. The call id is echoed. No content.</summary>
    Ping = 12,

    /// <summary>W→P. The answer. Content: empty, or the error of a start-up method.</summary>
    Pong = 13,

    /// <summary>P→W. Interrupts what runs: tokens, then <see cref="Thread.Interrupt"/>, then an abort where the runtime has one. No content.</summary>
    Interrupt = 14,

    /// <summary>P→W. No call follows: the worker ends its calls, disposes its states and exits. Content: empty, or the exit code (4 bytes).</summary>
    Close = 15,

    /// <summary>W→P. The worker was asked to end by a signal, has cancelled its calls and waits a little for <see cref="Close"/>. No content.</summary>
    Terminating = 16,

    /// <summary>W→P. A log record. Content: see <c>LogRecord</c>. The credit for it has the call id 0.</summary>
    Log = 17,

    /// <summary>W→P. The worker's process ends out of turn. Content: the exception that nobody handled, or empty for an exit inside of a call.</summary>
    ExitNotice = 18,

    /// <summary>P→W. Gives back the synchronous calls that have not begun, each with <see cref="Returned"/>. No content.</summary>
    Recall = 19,

    /// <summary>W→P. The call has not begun, and will not. Of a chunk: those of its items that <see cref="Items"/> did not end. No content.</summary>
    Returned = 20,

    /// <summary>P→W. Calls of a method are likely: what its first one would have to wait for, such as compiling, is done now. Ordinal: the number of its assembly. Content: method id (8 bytes).</summary>
    Prepare = 21,

    /// <summary>P→W. Several calls of one method under one call id. Ordinal: the number of the method's assembly. Content: see <c>ChunkContent</c>. It ends as a call does.</summary>
    Chunk = 22,

    /// <summary>W→P. Ends of the next items of a chunk; its <see cref="Result"/> holds those of the last ones. Content: see <c>ItemBlocks</c>.</summary>
    Items = 23,
}

/// <summary>Bits of a frame's header.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,

    /// <summary>More pieces of this message follow, with the same type, ordinal and call id; other calls' frames may come between them.</summary>
    MorePieces = 1,

    /// <summary>A piece of a message of several: the checksum covers the header only.</summary>
    Bulk = 2,

    /// <summary>The last piece of a message that the sender gave up in the middle: what came before is to be dropped.</summary>
    Abandoned = 4,

    /// <summary>Of <see cref="FrameType.Cancel"/>: the whole call, not one token.</summary>
    WholeCall = 8,

    /// <summary>Of <see cref="FrameType.Started"/>: a debugger is attached to the worker.</summary>
    Debugged = 16,

    /// <summary>Of <see cref="FrameType.Call"/>: <see cref="FrameType.Interrupt"/> may be asked for while its body runs, so that it has to run in the way that can be aborted.</summary>
    Interruptible = 32,

    /// <summary>
    /// Of <see cref="FrameType.Call"/>: where the connection has a mark of the last call that began, that is enough, and <see cref="FrameType.Started"/> is sent only if the call is
    /// cancelled after its beginning.
    /// </summary>
    QuietStart = 64,

    /// <summary>
    /// Of <see cref="FrameType.Call"/>, and of all that comes back about it: the thread that sent the call looks for that itself, and says so when it stops looking. Nobody is to
    /// be rung for it before that.
    /// </summary>
    LookedFor = 128,
}

/// <summary>Why a call failed: the ordinal of <see cref="FrameType.Failed"/>. Append-only.</summary>
internal enum CallFailure : ushort
{
    /// <summary>The body threw.</summary>
    Body = 0,

    /// <summary>The arguments could not be read.</summary>
    ArgumentDecode = 1,

    /// <summary>The result, or an item of it, could not be written.</summary>
    ResultEncode = 2,

    /// <summary>The body ended with an <see cref="OperationCanceledException"/> after it was asked to, or never began.</summary>
    Cancelled = 3,

    /// <summary>The body ended with an <see cref="OutOfMemoryException"/>.</summary>
    OutOfMemory = 4,

    /// <summary>The worker does not have the method, or another build of it.</summary>
    UnknownMethod = 5,

    /// <summary>A start-up method of the method's assembly threw.</summary>
    Startup = 6,
}

internal static class FrameTypes
{
    extension(FrameType type)
    {
        /// <summary>Whether frames of this type may overtake others of their call. They fit in one piece, and their order among each other is kept.</summary>
        public bool IsUrgent => type is FrameType.UseAssembly or FrameType.Cancel or FrameType.Started or FrameType.Credit or FrameType.ItemsClose
            or FrameType.Ping or FrameType.Interrupt or FrameType.Terminating;

        /// <summary>Whether a worker need not hear of it before the body at hand has ended. Everything else may be about that body.</summary>
        public bool CanWaitForBody => type is FrameType.Call or FrameType.Chunk or FrameType.UseAssembly or FrameType.Ping or FrameType.Prepare;

        /// <summary>Whether it makes a call id known to the worker.</summary>
        public bool IsCall => type is FrameType.Call or FrameType.Chunk;
    }
}
