using ProcGen.Generator.Collections;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Models;

/// <summary>One marked method.</summary>
internal sealed record MethodModel
{
    private const int MostParametersOfRuntime = 5;

    public required MethodRole Role { get; init; }

    /// <summary>The name in code, with an <c>@</c> if it may be a keyword.</summary>
    public required string Identifier { get; init; }

    /// <summary>The prefix of the generated classes: the name and a hash, unique in its type.</summary>
    public required string UniqueName { get; init; }

    /// <summary>The method as a person reads it.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The id of its documentation.</summary>
    public required string DocumentationId { get; init; }

    public required ulong Id { get; init; }

    public required ulong SchemaHash { get; init; }

    /// <summary>The accessibility of the stub in the stub class as a C# keyword.</summary>
    public required string StubAccessibility { get; init; }

    /// <summary>Whether code elsewhere in the assembly can name the method inside its type. Asked of start-up methods only.</summary>
    public required bool IsReachableInAssembly { get; init; }

    /// <summary>The attributes that the stub has in common with the method, each on its line with brackets.</summary>
    public required ImmutableEquatableArray<string> Attributes { get; init; }

    /// <summary>Whether calling the method is at least a warning, so that the code that calls it is marked obsolete, too.</summary>
    public required bool IsObsolete { get; init; }

    /// <summary>Whether the signature is written without nullable reference types.</summary>
    public required bool IsNullableOblivious { get; init; }

    /// <summary>The object the method is called on; null for a static method.</summary>
    public required ReceiverModel? Receiver { get; init; }

    /// <summary>For an accessor: the property in code; null for a method.</summary>
    public string? Property { get; init; }

    /// <summary>Whether a synchronous body runs under the lock of its receiver.</summary>
    public bool LocksReceiver { get; init; }

    public required ImmutableEquatableArray<ParameterModel> Parameters { get; init; }

    /// <summary>Whether the body returns a task to be awaited.</summary>
    public required bool IsAwaited { get; init; }

    /// <summary>Whether that task is a <see cref="System.Threading.Tasks.Task"/>; the others are structs.</summary>
    public required bool IsTaskObject { get; init; }

    public required ResultRole ResultRole { get; init; }

    /// <summary>The result's type as written, or an item's; null if there is none.</summary>
    public required string? ResultType { get; init; }

    /// <summary>How the result, or an item, is written and read; null if there is none, or if it stays in the worker.</summary>
    public required ValueModel? Result { get; init; }

    /// <summary>The serializers that its arguments and results need, sorted.</summary>
    public required ImmutableEquatableArray<SerializerModel> Serializers { get; init; }

    /// <summary>The items of the shared collections in its signature, sorted.</summary>
    public required ImmutableEquatableArray<ValueModel> Items { get; init; }

    /// <summary>The contract of the attribute: property names and values in code.</summary>
    public required ImmutableEquatableArray<string> Contract { get; init; }

    /// <summary>
    /// Whether a generic class of the runtime serves it, as it does most methods, which takes the compiler less time than classes of its own. Obsolete ones need a place to be marked obsolete, and
    /// state has no argument in the call.
    /// </summary>
    public bool IsServedByRuntime => Role == MethodRole.Call
        && ResultRole is ResultRole.None or ResultRole.Value
        && IsAwaited == IsTaskObject
        && !IsObsolete
        && Parameters.All(static p => p.Role is ParameterRole.Value or ParameterRole.Token or ParameterRole.Progress or ParameterRole.Sequence or ParameterRole.AsyncSequence)
        && Parameters.Count + (Receiver is null ? 0 : 1) <= MostParametersOfRuntime;

    /// <summary>Whether a result, or items, come back to the caller.</summary>
    public bool HasTypedResult => Role == MethodRole.Call && ResultRole != ResultRole.None;

    /// <summary>The parameters that stay on the caller's side, in order of their ordinals.</summary>
    public IEnumerable<ParameterModel> LiveParameters => Parameters.Where(static p => p.IsLive);

    /// <summary>What the payload of the arguments holds, in order: the receiver, the values, and whether what stays on the caller's side is there at all.</summary>
    public IEnumerable<ArgumentModel> GetArguments()
    {
        if (Receiver is { } receiver)
        {
            yield return new(receiver.Name, receiver.Name, receiver.Type, receiver.Value);
        }

        foreach (ParameterModel parameter in Parameters)
        {
            if (parameter.Role == ParameterRole.Value)
            {
                yield return new(parameter.Name, parameter.Identifier, parameter.Type, parameter.Value);
            }
            else if (parameter.IsLive && parameter.Role != ParameterRole.Token)
            {
                yield return new(parameter.Name, parameter.Identifier, "bool", Value: null);
            }
        }
    }
}

/// <summary>One thing in the payload of the arguments.</summary>
/// <param name="Name">The parameter's name without the <c>@</c> of a keyword.</param>
/// <param name="Identifier">Its name in code.</param>
/// <param name="Type">What is written.</param>
/// <param name="Value">How it is written and read; null for whether a progress or a sequence is there.</param>
internal sealed record ArgumentModel(string Name, string Identifier, string Type, ValueModel? Value)
{
    public bool IsPresence => Value is null;

    /// <summary>Whether it is a block of bytes, which shares a call with its neighbours.</summary>
    public bool IsBytes => Value is null or { Form: ValueForm.Unmanaged };
}

/// <summary>The object an instance method is called on.</summary>
/// <param name="Name">The name of the stub's parameter; none of the method's own.</param>
/// <param name="Type">Its type in code.</param>
/// <param name="IsReference">Whether it can be null.</param>
/// <param name="Value">How it is written and read.</param>
internal sealed record ReceiverModel(string Name, string Type, bool IsReference, ValueModel Value);

/// <summary>One parameter of a marked method.</summary>
internal sealed record ParameterModel
{
    public required ParameterRole Role { get; init; }

    /// <summary>The name without the <c>@</c> of a keyword.</summary>
    public required string Name { get; init; }

    /// <summary>The name in code, with an <c>@</c> if it may be a keyword.</summary>
    public required string Identifier { get; init; }

    /// <summary>The type as written.</summary>
    public required string Type { get; init; }

    /// <summary>The type as overloads tell it apart: without nullability and tuple names.</summary>
    public required string SignatureType { get; init; }

    /// <summary>The type of a report or an item as written; the parameter's own otherwise.</summary>
    public required string ValueType { get; init; }

    /// <summary>How it, a report or an item is written and read; null where nothing is.</summary>
    public required ValueModel? Value { get; init; }

    /// <summary>The attributes of the stub's parameter: <c>[CallerMemberName] </c>.</summary>
    public required string Attributes { get; init; }

    public required bool IsParams { get; init; }

    /// <summary>The default value in code; null if there is none.</summary>
    public required string? Default { get; init; }

    /// <summary>Whether the compiler fills in the value from the place of the call.</summary>
    public required bool IsCallerInfo { get; init; }

    /// <summary>Whether it stays on the caller's side and is known to the worker by its ordinal.</summary>
    public bool IsLive => Role.IsLive;
}
