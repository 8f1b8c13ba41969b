using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Bodies.Facts;

/// <summary>
/// The methods that an operation runs, as far as that is certain: not what is called through a delegate or an interface, and not a virtual method whose
/// override another class may supply.
/// </summary>
internal static class CallTargets
{
    public static IEnumerable<IMethodSymbol> Of(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation call when call.TargetMethod.MethodKind is not (MethodKind.LocalFunction or MethodKind.DelegateInvoke) && IsCertain(call.TargetMethod, call.Instance):
                yield return call.TargetMethod;
                break;
            case IObjectCreationOperation { Constructor: { } constructor }:
                yield return constructor;
                break;
            case IPropertyReferenceOperation property when IsCertain(property.Property, property.Instance):
                foreach (IMethodSymbol accessor in AccessorsOf(property))
                {
                    yield return accessor;
                }

                break;
            case IEventAssignmentOperation { EventReference: IEventReferenceOperation reference } assignment when IsCertain(reference.Event, reference.Instance):
                if ((assignment.Adds ? reference.Event.AddMethod : reference.Event.RemoveMethod) is { } changes)
                {
                    yield return changes;
                }

                break;
            case IForEachLoopOperation loop when loop is { Syntax: CommonForEachStatementSyntax syntax, SemanticModel: { } model }:
                ForEachStatementInfo info = model.GetForEachStatementInfo(syntax);
                foreach (IMethodSymbol? method in new[] { info.GetEnumeratorMethod, info.MoveNextMethod, info.CurrentProperty?.GetMethod })
                {
                    if (method is not null && IsCertain(method, instance: null))
                    {
                        yield return method;
                    }
                }

                break;
            case IUsingDeclarationOperation { DeclarationGroup: var group } declaration:
                foreach (IMethodSymbol dispose in group.Declarations.SelectMany(d => d.Declarators).Select(d => DisposeOf(d.Symbol.Type, declaration.IsAsynchronous)).OfType<IMethodSymbol>())
                {
                    yield return dispose;
                }

                break;
            case IUsingOperation { Resources: var resources } statement:
                IEnumerable<ITypeSymbol?> types = resources is IVariableDeclarationGroupOperation variables
                    ? variables.Declarations.SelectMany(d => d.Declarators).Select(d => (ITypeSymbol?)d.Symbol.Type)
                    : [resources.Type];
                foreach (IMethodSymbol dispose in types.Select(type => DisposeOf(type, statement.IsAsynchronous)).OfType<IMethodSymbol>())
                {
                    yield return dispose;
                }

                break;
        }

        if (OperatorOf(operation) is { } operatorMethod)
        {
            yield return operatorMethod;
        }
    }

    // What a using ends with.
    private static IMethodSymbol? DisposeOf(ITypeSymbol? type, bool isAsynchronous)
    {
        ISymbol? member = type?.AllInterfaces.FirstOrDefault(i => isAsynchronous ? i.IsNamed("System", "IAsyncDisposable") : i.SpecialType == SpecialType.System_IDisposable)?.GetMembers().FirstOrDefault();
        return member is not null && type!.FindImplementationForInterfaceMember(member) is IMethodSymbol dispose
            && (IsCertain(dispose, instance: null) || type is { IsSealed: true } and not ITypeParameterSymbol)
            ? dispose
            : null;
    }

    private static IMethodSymbol? OperatorOf(IOperation operation) => operation switch
    {
        IBinaryOperation binary => binary.OperatorMethod,
        IUnaryOperation unary => unary.OperatorMethod,
        ICompoundAssignmentOperation compound => compound.OperatorMethod,
        IIncrementOrDecrementOperation step => step.OperatorMethod,
        IConversionOperation conversion => conversion.OperatorMethod,
        _ => null,
    };

    private static IEnumerable<IMethodSymbol> AccessorsOf(IPropertyReferenceOperation property)
    {
        (bool reads, bool writes) = property.Parent switch
        {
            ISimpleAssignmentOperation assignment when assignment.Target == property => (false, true),
            ICompoundAssignmentOperation assignment when assignment.Target == property => (true, true),
            ICoalesceAssignmentOperation assignment when assignment.Target == property => (true, true),
            IIncrementOrDecrementOperation => (true, true),
            INameOfOperation => (false, false),
            _ => (true, false),
        };
        if (reads && property.Property.GetMethod is { } get)
        {
            yield return get;
        }

        if (writes && property.Property.SetMethod is { } set)
        {
            yield return set;
        }
    }

    private static bool IsCertain(ISymbol member, IOperation? instance) =>
        !member.IsAbstract
        && (!(member.IsVirtual || member.IsOverride)
            || member.IsSealed
            || member.ContainingType is { IsSealed: true } or { IsValueType: true }
            || instance is IObjectCreationOperation
            || (instance as IInstanceReferenceOperation)?.Syntax is BaseExpressionSyntax
            || instance?.Type is { IsSealed: true } and not ITypeParameterSymbol);
}
