using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace ProcGen.Errors;

/// <summary>
/// Rebuilds exceptions from their snapshots. An exception is rebuilt as its own type when the type can be found here and has one of the usual
/// public constructors; otherwise as a <see cref="RemoteException"/>. Never throws.
/// </summary>
internal static class ExceptionFactory
{
    /// <summary>Where the worker that threw it is named in <see cref="Exception.Data"/>.</summary>
    public const string WorkerDataKey = "ProcGen.Worker";

    /// <param name="snapshot">The exception as data.</param>
    /// <param name="worker">The worker that threw it; null for an exception that is a mere value.</param>
    public static Exception Rebuild(ExceptionSnapshot snapshot, WorkerName? worker) => Rebuild(snapshot, worker, isOutermost: true);

    /// <summary>Restores what every exception has in one that is a mere value and whose own fields somebody else restores.</summary>
    public static void Restore(Exception exception, ExceptionSnapshot snapshot)
    {
        Complete(exception, snapshot, [.. snapshot.Inner.Select(s => Rebuild(s, worker: null, isOutermost: false))], worker: null);
        if (exception is ArgumentException argument)
        {
            ExceptionFields.ParamName(argument) = snapshot.Subject;
        }

        AddData(exception, snapshot, worker: null);
    }

    private static Exception Rebuild(ExceptionSnapshot snapshot, WorkerName? worker, bool isOutermost)
    {
        Exception[] inner = [.. snapshot.Inner.Select(s => Rebuild(s, worker, isOutermost: false))];
        Exception exception;
        try
        {
            exception = Create(snapshot, inner) ?? Envelope(snapshot, inner, worker);
            Complete(exception, snapshot, inner, isOutermost ? worker : null);
        }
        catch (Exception)
        {
            // A constructor of the user's own threw, or the type could not be loaded here: the envelope says all that is known.
            exception = Envelope(snapshot, inner, worker);
        }

        AddData(exception, snapshot, worker);
        return exception;
    }

    private static RemoteException Envelope(ExceptionSnapshot snapshot, Exception[] inner, WorkerName? worker) =>
        new(snapshot.TypeName, snapshot.Message, snapshot.StackTrace, inner.FirstOrDefault())
        {
            ProcessId = worker?.ProcessId ?? 0,
            HResult = snapshot.HResult,
            Source = snapshot.Source,
        };

    private static Exception? Create(ExceptionSnapshot s, Exception[] inner)
    {
        if (s.TypeName == typeof(AggregateException).FullName)
        {
            return new AggregateException(s.RawMessage, inner);
        }

        return KnownExceptions.TryCreate(s) ?? CreateByConstructor(s, inner.FirstOrDefault());
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A type or constructor that was trimmed away is not found, and the exception comes as a RemoteException.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "As above.")]
    private static Exception? CreateByConstructor(ExceptionSnapshot s, Exception? inner)
    {
        if (s.AssemblyName.Length == 0)
        {
            return null;
        }

        // The name can only mean an assembly of this application: a simple name, resolved as any reference of the application is.
        Type? type = Assembly.Load(new AssemblyName(s.AssemblyName)).GetType(s.TypeName, throwOnError: false);
        if (type is null || type.IsAbstract || !typeof(Exception).IsAssignableFrom(type))
        {
            return null;
        }

        if (s.NativeErrorCode != 0 && typeof(Win32Exception).IsAssignableFrom(type) && Find(type, typeof(int), typeof(string)) is { } ofNumber)
        {
            return (Exception)ofNumber.Invoke([s.NativeErrorCode, s.Message]);
        }

        if (Find(type, typeof(string), typeof(Exception)) is { } ofBoth)
        {
            return (Exception)ofBoth.Invoke([s.RawMessage ?? s.Message, inner]);
        }

        if (Find(type, typeof(string)) is { } ofMessage)
        {
            return (Exception)ofMessage.Invoke([s.RawMessage ?? s.Message]);
        }

        return Find(type) is { } ofNothing ? (Exception)ofNothing.Invoke(null) : null;
    }

    /// <summary>Exactly these parameters: the runtime's own search would also take a constructor to which a string can be passed as an object.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A constructor that was trimmed away is not found, and the exception comes as a RemoteException.")]
    private static ConstructorInfo? Find(Type type, params ReadOnlySpan<Type> parameters)
    {
        foreach (ConstructorInfo constructor in type.GetConstructors())
        {
            ParameterInfo[] found = constructor.GetParameters();
            bool isWanted = found.Length == parameters.Length;
            for (int i = 0; isWanted && i < found.Length; i++)
            {
                isWanted = found[i].ParameterType == parameters[i];
            }

            if (isWanted)
            {
                return constructor;
            }
        }

        return null;
    }

    /// <summary>Restores what constructors take in different ways, so that it does not matter which one there was.</summary>
    private static void Complete(Exception exception, ExceptionSnapshot s, Exception[] inner, WorkerName? worker)
    {
        if (exception is RemoteException)
        {
            return;
        }

        ExceptionFields.Message(exception) = s.RawMessage;
        if (exception is not AggregateException)
        {
            ExceptionFields.InnerException(exception) = inner.FirstOrDefault();
        }

        if (s.StackTrace is not null)
        {
            ExceptionDispatchInfo.SetRemoteStackTrace(exception, worker is null ? s.StackTrace : $"{s.StackTrace}\n--- End of stack trace from worker {worker} ---");
        }

        exception.HResult = s.HResult;
        exception.Source = s.Source;
        exception.HelpLink = s.HelpLink;
    }

    private static void AddData(Exception exception, ExceptionSnapshot snapshot, WorkerName? worker)
    {
        try
        {
            foreach ((string key, object? value) in snapshot.Data)
            {
                exception.Data[key] = value;
            }

            if (worker is not null && !exception.Data.Contains(WorkerDataKey))
            {
                exception.Data.Add(WorkerDataKey, worker.ToString());
            }
        }
        catch (Exception)
        {
            // Data is virtual: a type may refuse entries. The exception itself is worth more than its notes.
        }
    }
}

/// <summary>A worker as a person reads it.</summary>
internal sealed record WorkerName(string Name, int ProcessId)
{
    public override string ToString() => $"{Name} (process {ProcessId})";
}
