using ProcGen.Generator.Models;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the stubs of a marked method: what users call.</summary>
internal static class StubEmitter
{
    public static void Write(SourceWriter writer, MethodModel method, StubClassModel model)
    {
        if (method.IsNullableOblivious)
        {
            writer.WriteLine("#nullable disable annotations");
        }

        ParameterModel[] parameters = [.. method.Parameters.Where(static p => p.Role != ParameterRole.State)];
        WriteStub(writer, method, parameters, parameters.Length);
        if (GetRequiredCount(parameters) is int required && required < parameters.Length && !IsTaken(method, model, parameters, required))
        {
            WriteStub(writer, method, parameters, required);
        }

        if (method.IsNullableOblivious)
        {
            writer.WriteLine("#nullable enable annotations");
        }
    }

    /// <summary>The type that a stub returns.</summary>
    public static string GetCallType(MethodModel method) => method switch
    {
        { Role: MethodRole.StateFactory } => Names.ProcessStateCall,
        { ResultRole: ResultRole.None } => Names.ProcessCall,
        { ResultRole: ResultRole.Value } => $"{Names.ProcessCall}<{method.ResultType}>",
        _ => $"{Names.ProcessStream}<{method.ResultType}>",
    };

    private static void WriteStub(SourceWriter writer, MethodModel method, ParameterModel[] parameters, int count)
    {
        var list = new List<string>();
        var arguments = new List<string>();
        if (method.Receiver is { } receiver)
        {
            list.Add($"{receiver.Type} {receiver.Name}");
            arguments.Add(receiver.IsReference && method.IsServedByRuntime ? $"{receiver.Name} ?? throw new global::System.ArgumentNullException(nameof({receiver.Name}))" : receiver.Name);
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            ParameterModel parameter = parameters[i];
            string name = parameter.Identifier;
            if (i < count)
            {
                bool hasDefault = count == parameters.Length && parameter.Default is not null;
                list.Add($"{parameter.Attributes}{(parameter.IsParams ? "params " : "")}{parameter.Type} {name}{(hasDefault ? " = " + parameter.Default : "")}");
            }

            arguments.Add(i < count ? name : parameter.Default ?? "[]");
        }

        writer.WriteLine($"/// <inheritdoc cref=\"{Escape(method.DocumentationId)}\"/>");
        foreach (string attribute in method.Attributes)
        {
            writer.WriteLine(attribute);
        }

        writer.WriteLine($"{method.StubAccessibility} static {GetCallType(method)} {method.Identifier}({string.Join(", ", list)}) =>");
        writer.Indent();
        writer.WriteLine($"{CallEmitter.GetCreation(method)}({string.Join(", ", arguments)});");
        writer.Unindent();
        writer.WriteLine();
    }

    /// <summary>
    /// How many parameters come before the trailing ones that a caller may leave out: the parameters of the second stub, which as a method group has
    /// just these. Null if the compiler fills in one of those left out: the second stub would be preferred and would not get it.
    /// </summary>
    private static int? GetRequiredCount(ParameterModel[] parameters)
    {
        int count = parameters.Length;
        while (count > 0 && (parameters[count - 1].IsParams || parameters[count - 1].Default is not null))
        {
            count--;
            if (parameters[count].IsCallerInfo)
            {
                return null;
            }
        }

        return count;
    }

    private static bool IsTaken(MethodModel method, StubClassModel model, ParameterModel[] parameters, int count)
    {
        string signature = GetSignature(method, parameters.Take(count));
        return model.Methods.Any(m => m.Role is MethodRole.Call or MethodRole.StateFactory
            && m.Identifier == method.Identifier
            && (GetSignature(m, m.Parameters.Where(static p => p.Role != ParameterRole.State)) == signature
                || (!ReferenceEquals(m, method) && GetRequiredSignature(m) == signature && string.CompareOrdinal(m.DocumentationId, method.DocumentationId) < 0)));
    }

    private static string? GetRequiredSignature(MethodModel method)
    {
        ParameterModel[] parameters = [.. method.Parameters.Where(static p => p.Role != ParameterRole.State)];
        return GetRequiredCount(parameters) is int count && count < parameters.Length ? GetSignature(method, parameters.Take(count)) : null;
    }

    private static string GetSignature(MethodModel method, IEnumerable<ParameterModel> parameters) =>
        string.Join(",", (method.Receiver is { } receiver ? [receiver.Type] : Array.Empty<string>()).Concat(parameters.Select(static p => p.SignatureType)));

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;");
}
