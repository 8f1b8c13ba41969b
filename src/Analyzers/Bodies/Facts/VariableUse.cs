using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Bodies.Facts;

/// <summary>
/// Follows one mention of a variable outwards, through members, elements and conversions, to what is done with it: <c>s_jobs.Items[3].Name = "x"</c> changes
/// what <c>s_jobs</c> holds, <c>Array.Sort(s_jobs)</c> does, and <c>s_jobs.Count</c> reads it.
/// </summary>
/// <param name="Access">What is done.</param>
/// <param name="Path">The whole path that was followed, whose value is used.</param>
/// <param name="IsDeep">Whether the path leads into the object that the variable holds.</param>
internal readonly record struct VariableUse(Access Access, IOperation Path, bool IsDeep)
{
    /// <summary>The method that the value is passed to, or called on, as its receiver or an argument.</summary>
    public IMethodSymbol? PassedTo { get; init; }

    /// <summary>The ordinal of the parameter; -1 for the receiver.</summary>
    public int PassedAs { get; init; }

    public static VariableUse Of(IOperation mention)
    {
        IOperation path = mention;
        bool isDeep = false;
        while (true)
        {
            switch (path.Parent)
            {
                case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation:
                    path = path.Parent;
                    continue;
                case IFieldReferenceOperation field when field.Instance == path:
                    path = field;
                    isDeep = true;
                    continue;
                case IPropertyReferenceOperation property when property.Instance == path:
                    if (IsKeyed(property) && AccessTo(property) is Access.Write or Access.LazyWrite)
                    {
                        return new(AccessTo(property) == Access.LazyWrite ? Access.LookUpOrFill : FillOrChange(property), property, IsDeep: true);
                    }

                    path = property;
                    isDeep = true;
                    continue;
                case IArrayElementReferenceOperation element when element.ArrayReference == path:
                    path = element;
                    isDeep = true;
                    continue;
                case IConditionalAccessOperation access when access.Operation == path && InstanceIn(access) is { } instance:
                    path = instance;
                    continue;
                case IInvocationOperation call when call.Instance == path && Mutators.OfReceiver(call) is { } access:
                    return new(access, path, isDeep);
                case IInvocationOperation call when call.Instance == path:
                    return new(Access.Read, path, isDeep) { PassedTo = call.TargetMethod, PassedAs = -1 };
                case IArgumentOperation { Parent: IInvocationOperation call } when Mutators.IsView(call.TargetMethod):
                    path = call;
                    isDeep = true;
                    continue;
                case IArgumentOperation argument:
                    return OfArgument(argument, path, isDeep);
                default:
                    Access direct = AccessTo(path);
                    return new(isDeep && direct == Access.Write ? Access.Change : direct, path, isDeep);
            }
        }
    }

    private static VariableUse OfArgument(IArgumentOperation argument, IOperation path, bool isDeep)
    {
        IMethodSymbol? target = argument.Parent switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            _ => null,
        };
        if (target is null || argument.Parameter is null)
        {
            return new(Access.Read, path, isDeep);
        }

        Access access = argument.Parameter.RefKind is RefKind.Ref or RefKind.Out
            ? LazyInitialization.OfReference(argument, target)
            : Mutators.OfArgument(target, argument.Parameter);
        return new(access == Access.Write && isDeep ? Access.Change : access, path, isDeep) { PassedTo = target, PassedAs = argument.Parameter.Ordinal };
    }

    /// <summary>What is done with the value at the end of a path.</summary>
    private static Access AccessTo(IOperation path) => path.Parent switch
    {
        ISimpleAssignmentOperation assignment when assignment.Target == path => LazyInitialization.IsGuarded(assignment, path) ? Access.LazyWrite : Access.Write,
        ICoalesceAssignmentOperation assignment when assignment.Target == path => Access.LazyWrite,
        ICompoundAssignmentOperation assignment when assignment.Target == path => Access.Write,
        IIncrementOrDecrementOperation => Access.Write,
        IEventAssignmentOperation assignment when assignment.EventReference == path => Access.Write,
        ITupleOperation tuple when IsTarget(tuple) => Access.Write,
        _ => Access.Read,
    };

    private static bool IsTarget(IOperation tuple) => tuple.Parent switch
    {
        ITupleOperation outer => IsTarget(outer),
        IDeconstructionAssignmentOperation assignment => assignment.Target == tuple,
        _ => false,
    };

    private static bool IsKeyed(IPropertyReferenceOperation property) => property.Property.IsIndexer && Mutators.IsDictionary(property.Property.ContainingType);

    // An entry that is counted up or added to is more than a cached value.
    private static Access FillOrChange(IPropertyReferenceOperation property) => property.Parent is ISimpleAssignmentOperation ? Access.Fill : Access.Change;

    private static IOperation? InstanceIn(IConditionalAccessOperation access) =>
        access.WhenNotNull.DescendantsAndSelf().OfType<IConditionalAccessInstanceOperation>().FirstOrDefault();
}
