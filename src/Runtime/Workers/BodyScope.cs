namespace ProcGen.Workers;

/// <summary>
/// Which call the current code belongs to: flows from a body to what it starts. The main thread keeps one for all of its bodies, because a new one for each costs more than a small body; so
/// what a body leaves running there belongs to the body that runs then, if any.
/// </summary>
internal sealed class BodyScope
{
    private static readonly AsyncLocal<BodyScope?> s_current = new();

    private volatile RemoteWorkerCall? _call;

    public static BodyScope? Current => s_current.Value;

    /// <summary>The call; null after the end of the body.</summary>
    public RemoteWorkerCall? Call => _call;

    /// <summary>The calling code is the body of a call from now on.</summary>
    /// <param name="call">The call.</param>
    /// <param name="mainThread">The one of the calling thread, which runs nothing but bodies one after the other; null for any other thread.</param>
    public static BodyScope Enter(RemoteWorkerCall call, BodyScope? mainThread)
    {
        BodyScope scope = mainThread ?? new BodyScope();
        scope._call = call;
        if (!ReferenceEquals(s_current.Value, scope))
        {
            s_current.Value = scope;
        }

        return scope;
    }

    /// <summary>The body has ended.</summary>
    public void Leave() => _call = null;
}
