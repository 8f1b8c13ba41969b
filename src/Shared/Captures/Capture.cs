using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Shared.Captures;

/// <summary>What a local function or a lambda uses of the method around it: a variable, or the object that the method is called on.</summary>
internal sealed class Capture
{
    private Capture(ISymbol? variable, ITypeSymbol type)
    {
        Variable = variable;
        Type = type;
    }

    /// <summary>The local or the parameter; null for the object.</summary>
    public ISymbol? Variable { get; }

    /// <summary>The name in source.</summary>
    public string Name => Variable?.Name ?? "this";

    /// <summary>What would have to cross.</summary>
    public ITypeSymbol Type { get; }

    /// <summary>A constant has a value without a frame that holds it.</summary>
    public bool IsConstant => Variable is ILocalSymbol { IsConst: true };

    /// <summary>Where it is used, in the order of the source.</summary>
    public List<IOperation> Uses { get; } = [];

    /// <summary>Whether the function assigns the variable, so that its value would have to come back.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>Whether the function changes the object behind the variable, which a copy in another process would not pass on.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>The captures of a function in the order of their first uses, those of the functions in it included.</summary>
    public static IReadOnlyList<Capture> Of(IOperation function)
    {
        var found = new Dictionary<ISymbol, Capture>(SymbolEqualityComparer.Default);
        Visit(function);
        foreach (Capture capture in found.Values)
        {
            capture.Uses.Sort(static (a, b) => a.Syntax.SpanStart.CompareTo(b.Syntax.SpanStart));
        }

        return [.. found.Values.OrderBy(static capture => capture.Uses[0].Syntax.SpanStart)];

        void Visit(IOperation operation)
        {
            switch (operation)
            {
                case INameOfOperation:
                    return; // Only the name is used.
                case ILocalReferenceOperation { Local: var local } when !IsDeclaredWithin(local, function):
                    Add(local, local, local.Type);
                    break;
                case IParameterReferenceOperation { Parameter: var parameter } when !IsDeclaredWithin(parameter, function):
                    Add(parameter, parameter, parameter.Type);
                    break;
                case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance, Type: { } type }:
                    Add(type, null, type);
                    break;
            }

            foreach (IOperation child in operation.ChildOperations)
            {
                Visit(child);
            }

            void Add(ISymbol key, ISymbol? variable, ITypeSymbol type)
            {
                if (!found.TryGetValue(key, out Capture? capture))
                {
                    found.Add(key, capture = new Capture(variable, type));
                }

                capture.Uses.Add(operation);
                capture.IsWritten |= operation.IsWritten();
                capture.IsChanged |= operation.IsChanged();
            }
        }
    }

    private static bool IsDeclaredWithin(ISymbol symbol, IOperation function) =>
        symbol.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration
        && declaration.SyntaxTree == function.Syntax.SyntaxTree
        && function.Syntax.Span.Contains(declaration.Span);
}
