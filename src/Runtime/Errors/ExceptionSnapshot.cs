using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ProcGen.Errors;

/// <summary>
/// An exception as plain data. Taking it never throws, although every member of an exception is virtual and may run a user's code: what cannot be
/// had is replaced by what is known.
/// </summary>
internal sealed record ExceptionSnapshot
{
    /// <summary>Inner exceptions beyond this depth are left out; a chain that long is a loop or a mistake.</summary>
    public const int MaxDepth = 32;

    /// <summary>Inner exceptions of one aggregate, and entries of one <see cref="Exception.Data"/>, beyond this number are left out.</summary>
    public const int MaxItems = 256;

    public required string TypeName { get; init; }

    public required string AssemblyName { get; init; }

    public required string Message { get; init; }

    /// <summary>The message as it was given to the constructor, before the type adds to it (as <see cref="ArgumentException"/> does); null where none was given.</summary>
    public string? RawMessage { get; init; }

    public int HResult { get; init; }

    public string? Source { get; init; }

    public string? HelpLink { get; init; }

    public string? StackTrace { get; init; }

    /// <summary>What the type holds beside the message and can be rebuilt from: a parameter's name, an object's name, a file's name, a type's name.</summary>
    public string? Subject { get; init; }

    /// <summary>The operating system's error number of a <see cref="Win32Exception"/>.</summary>
    public int NativeErrorCode { get; init; }

    public IReadOnlyList<KeyValuePair<string, object?>> Data { get; init; } = [];

    public IReadOnlyList<ExceptionSnapshot> Inner { get; init; } = [];

    public static ExceptionSnapshot Take(Exception exception, int depth = 0)
    {
        Type type = exception.GetType();
        return new ExceptionSnapshot
        {
            TypeName = exception is RemoteException remote ? remote.RemoteTypeName : type.FullName ?? type.Name,
            AssemblyName = exception is RemoteException ? "" : type.Assembly.GetName().Name ?? "",
            Message = Try(exception, static e => e.Message) ?? "",
            RawMessage = Try(exception, static e => ExceptionFields.Message(e)),
            HResult = exception.HResult,
            Source = Try(exception, static e => e.Source),
            HelpLink = Try(exception, static e => e.HelpLink),
            StackTrace = Try(exception, static e => e is RemoteException r ? r.RemoteStackTrace : e.StackTrace),
            Subject = Try(exception, SubjectOf),
            NativeErrorCode = (exception as Win32Exception)?.NativeErrorCode ?? 0,
            Data = TakeData(exception),
            Inner = depth < MaxDepth ? TakeInner(exception, depth + 1) : [],
        };
    }

    private static string? SubjectOf(Exception exception) => exception switch
    {
        ArgumentException e => e.ParamName,
        ObjectDisposedException e => e.ObjectName,
        FileNotFoundException e => e.FileName,
        FileLoadException e => e.FileName,
        BadImageFormatException e => e.FileName,
        TypeInitializationException e => e.TypeName,
        _ => null,
    };

    private static ExceptionSnapshot[] TakeInner(Exception exception, int depth)
    {
        if (exception is AggregateException aggregate)
        {
            return [.. aggregate.InnerExceptions.Take(MaxItems).Select(e => Take(e, depth))];
        }

        return exception.InnerException is { } inner ? [Take(inner, depth)] : [];
    }

    private static List<KeyValuePair<string, object?>> TakeData(Exception exception)
    {
        var entries = new List<KeyValuePair<string, object?>>();
        try
        {
            foreach (DictionaryEntry entry in exception.Data)
            {
                if (entries.Count == MaxItems)
                {
                    break;
                }

                entries.Add(new(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", ExceptionDataValue.Simplify(entry.Value)));
            }
        }
        catch (Exception e)
        {
            // Data is virtual and its values may be a user's own: what was read so far is kept, and the reader learns that there was more.
            entries.Add(new("Data", $"could not be read: {e.GetType().FullName}"));
        }

        return entries;
    }

    private static string? Try(Exception exception, Func<Exception, string?> member)
    {
        try
        {
            return member(exception);
        }
        catch (Exception e)
        {
            return $"(a member of {exception.GetType().FullName} threw {e.GetType().FullName})";
        }
    }
}

/// <summary>
/// The fields of <see cref="Exception"/> and <see cref="ArgumentException"/> that have no public setter. Their names have been the same since .NET Core 1.0; the exception tests fail if
/// one changes.
/// </summary>
internal static class ExceptionFields
{
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_message")]
    public static extern ref string? Message(Exception exception);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_paramName")]
    public static extern ref string? ParamName(ArgumentException exception);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_innerException")]
    public static extern ref Exception? InnerException(Exception exception);
}
