using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Use;
using ProcGen.Shared.Captures;

namespace ProcGen.Analyzers.CallSites;

/// <summary>A value that is assigned to a member of a local's object before the object crosses.</summary>
/// <param name="Members">The way from the object to the member.</param>
/// <param name="Value">What is assigned.</param>
/// <param name="IsCertain">Whether it is still there when the object crosses, whichever way control took.</param>
internal sealed record LaterStore(IReadOnlyList<ISymbol> Members, IOperation Value, bool IsCertain);

/// <summary>Finds what a method assigns to the members of an object between making it and passing it on.</summary>
internal static class LaterStores
{
    /// <summary>The assignments before a reference, in their order; null where something else may have changed the object, too, or may have by the time it is passed on.</summary>
    public static IReadOnlyList<LaterStore>? Find(ILocalReferenceOperation reference)
    {
        ILocalReferenceOperation[] mentions = [.. reference.Root().ReferencesTo(reference.Local)];
        if (mentions.Any(other => !SymbolEqualityComparer.Default.Equals(other.NestedFunction(), reference.NestedFunction())))
        {
            return null;
        }

        var stores = new List<LaterStore>();
        foreach (ILocalReferenceOperation other in mentions.Where(other => other.Syntax.SpanStart < reference.Syntax.SpanStart))
        {
            if (StoreAt(other, reference) is { } store)
            {
                stores.Add(store);
            }
            else if (!IsOnlyRead(other))
            {
                return null;
            }
        }

        return stores;
    }

    /// <summary>The statement <c>local.Member.Member = value;</c> that a mention of the local begins.</summary>
    private static LaterStore? StoreAt(ILocalReferenceOperation mention, ILocalReferenceOperation reference)
    {
        var members = new List<ISymbol>();
        IOperation path = mention;
        while (path.Parent is IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol { IsIndexer: false } } member && member.Instance == path)
        {
            members.Add(member.Member);
            path = member;
        }

        return members.Count != 0 && path.Parent is ISimpleAssignmentOperation { Parent: IExpressionStatementOperation statement } assignment && assignment.Target == path
            ? new LaterStore(members, assignment.Value, IsPassedOnTheWay(statement, reference))
            : null;
    }

    // A statement of a block that is around the reference, too, in the same function. A label or a case in between may be jumped to.
    private static bool IsPassedOnTheWay(IOperation statement, IOperation reference)
    {
        if (statement.Parent is not IBlockOperation block || block.Operations.Any(static operation => operation is ILabeledOperation))
        {
            return false;
        }

        for (IOperation? outer = reference.Parent; outer is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); outer = outer.Parent)
        {
            if (outer == block)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a mention only reads a value out of the object, so that the object stays what it is.</summary>
    private static bool IsOnlyRead(ILocalReferenceOperation mention)
    {
        IOperation path = mention;
        while (path.Parent is IConversionOperation { OperatorMethod: null } || (path.Parent is IMemberReferenceOperation member && member.Instance == path))
        {
            path = path.Parent;
        }

        bool isMember = path is IMemberReferenceOperation;
        return !mention.IsChanged() && path.Parent switch
        {
            IBinaryOperation or IIsPatternOperation or IInterpolationOperation => true,
            IArgumentOperation or IVariableInitializerOperation or IReturnOperation => isMember && path.Type is { IsUnmanagedType: true } or { SpecialType: SpecialType.System_String },
            IAssignmentOperation assignment => isMember && assignment.Value == path && path.Type is { IsUnmanagedType: true } or { SpecialType: SpecialType.System_String },
            IInvocationOperation call => call.Instance == path && path.Type is { SpecialType: SpecialType.System_String },
            _ => false,
        };
    }
}
