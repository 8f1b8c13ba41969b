using ProcGen.CompilerServices;

namespace ProcGen.Managers;

/// <summary>The object that a call is for. It is looked for when the arguments are read, so that its absence is an error of its own and not one of the arguments.</summary>
internal readonly struct Target<T>(ManagerClient client, ulong id)
    where T : class
{
    public ManagerClient Client => client;

    /// <summary>Ends the reading of the arguments.</summary>
    /// <exception cref="ManagerGoneException">The object was released.</exception>
    public T Close(WorkerCall call, ref PayloadReader reader)
    {
        call.CloseArguments(ref reader);
        return (T)client.Objects.Get(id);
    }
}
