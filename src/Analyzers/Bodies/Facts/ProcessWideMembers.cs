using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Bodies.Facts;

/// <summary>The members of the framework that concern the process that they run in, so that in a worker they do not do what their caller has in mind.</summary>
internal static class ProcessWideMembers
{
    private const string NoInput = "a worker has no standard input";
    private const string OnlyTheWorker = "it changes the worker only, and stays so for whatever runs in it next";

    public static ProcessWideUse? Of(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation { Instance: null } call when OfMethod(call.TargetMethod, call) is { } consequence:
                return Make(call.TargetMethod, consequence, call);
            case IPropertyReferenceOperation { Instance: null } property when OfProperty(property.Property, IsWritten(property)) is { } consequence:
                return Make(property.Property, consequence, property);
            default:
                return null;
        }
    }

    private static string? OfMethod(IMethodSymbol method, IInvocationOperation call)
    {
        if (method.ContainingType.IsNamed("System", "Console"))
        {
            return method.Name switch
            {
                "Read" or "ReadKey" or "ReadLine" or "OpenStandardInput" => NoInput,
                "SetIn" or "SetOut" or "SetError" => OnlyTheWorker,
                _ => null,
            };
        }

        return method.IsMethodOf("System", "Environment", "Exit", "FailFast") ? "it ends the worker and not the application, and the call fails as one whose worker crashed"
            : method.IsMethodOf("System", "Environment", "SetEnvironmentVariable") && IsOfTheProcess(call) ? OnlyTheWorker
            : method.IsMethodOf("System.IO", "Directory", "SetCurrentDirectory") ? OnlyTheWorker
            : null;
    }

    private static string? OfProperty(IPropertySymbol property, bool isWritten)
    {
        INamedTypeSymbol type = property.ContainingType;
        return property.Name switch
        {
            "In" when type.IsNamed("System", "Console") => NoInput,
            "KeyAvailable" when type.IsNamed("System", "Console") => NoInput,
            "DefaultThreadCurrentCulture" or "DefaultThreadCurrentUICulture" when isWritten && type.IsNamed("System.Globalization", "CultureInfo") => OnlyTheWorker,
            "CurrentDirectory" when isWritten && type.IsNamed("System", "Environment") => OnlyTheWorker,
            _ => null,
        };
    }

    // With a target, it may be the machine's or the user's.
    private static bool IsOfTheProcess(IInvocationOperation call) =>
        call.Arguments.Length < 3 || call.Arguments[2].Value.ConstantValue is { HasValue: true, Value: 0 };

    private static bool IsWritten(IPropertyReferenceOperation property) => property.Parent is IAssignmentOperation assignment && assignment.Target == property;

    private static ProcessWideUse Make(ISymbol member, string consequence, IOperation operation) =>
        new($"{member.ContainingType.Name}.{member.Name}", consequence, operation.Syntax.GetLocation());
}
